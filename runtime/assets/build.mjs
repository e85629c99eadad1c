// Builds the Desk's assets of one or more Frappe apps.
//
//     node build.mjs SITES APP=PUBLIC_FOLDER …
//
// Every *.bundle.{js,ts,css,sass,scss} below an app's public folder is an entry point. The results go to
// PUBLIC_FOLDER/dist/{js,css,css-rtl}/NAME.bundle.HASH.EXT; SITES/assets/assets.json and assets-rtl.json map a
// bundle's name to its url. sites/assets/APP has to link to the public folder before (runtime/assets.py does).

import fs from "node:fs/promises";
import path from "node:path";
import { createRequire } from "node:module";
import esbuild from "esbuild";
import glob from "fast-glob";

const require = createRequire(import.meta.url);
const vue = require("esbuild-plugin-vue3");
const postcss = require("postcss");
const sass = require("sass");
const autoprefixer = require("autoprefixer");
const rtlcss = require("rtlcss");

const STYLE = /\.(css|sass|scss)$/;
const NODE_MODULES = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), "node_modules");

/** An imported .html file registers itself as a client-side template. */
const templates = {
	name: "templates",
	setup(build) {
		build.onResolve({ filter: /\.html$/ }, (args) => ({
			path: path.join(args.resolveDir, args.path),
			namespace: "template",
		}));
		build.onLoad({ filter: /.*/, namespace: "template" }, async (args) => {
			const name = path.basename(args.path).split(".")[0];
			const html = await fs.readFile(args.path, "utf-8");
			return { contents: `frappe.templates[${JSON.stringify(name)}] = ${JSON.stringify(html)};` };
		});
	},
};

/** Urls that the web server answers are no files of the build. */
const servedUrls = {
	name: "served-urls",
	setup(build) {
		build.onResolve({ filter: /^\/assets\// }, (args) => ({ path: args.path, external: true }));
	},
};

/** Sass and plain style sheets pass through PostCSS. */
function styleSheets(includePaths, postcssPlugins) {
	// "~bootstrap/scss/x" means the package, and "x.css" is to be inlined like any other file
	const importer = (url) => ({ file: url.replace(/^~/, "").replace(/\.css$/, "") });
	return {
		name: "style-sheets",
		setup(build) {
			build.onLoad({ filter: STYLE }, async (args) => {
				const css = args.path.endsWith(".css")
					? await fs.readFile(args.path, "utf-8")
					: sass.renderSync({ file: args.path, includePaths, importer, quietDeps: true }).css.toString();
				const result = await postcss(postcssPlugins).process(css, { from: args.path });
				return { contents: result.css, loader: "css", resolveDir: path.dirname(args.path) };
			});
		},
	};
}

/** The style of a script's Vue components is set by the script itself, so that a page needs to load one file only. */
function withComponentStyles(files) {
	const styles = new Map();
	for (const file of files) {
		if (file.path.endsWith(".css")) styles.set(bundleName(file.path), file.text);
	}
	return files
		.filter((file) => !/\.css(\.map)?$/.test(file.path))
		.map((file) => {
			const style = file.path.endsWith(".js") && styles.get(bundleName(file.path));
			if (!style) return { path: file.path, contents: file.contents };
			return { path: file.path, contents: `frappe.dom.set_style(${JSON.stringify(style)});\n${file.text}` };
		});
}

/** "…/dist/js/desk.bundle.4XK7.js" → "desk.bundle" */
function bundleName(file) {
	return path.basename(file).replace(/\.bundle\..*$/, ".bundle");
}

async function findEntries(apps) {
	const scripts = {};
	const styles = {};
	for (const [app, folder] of Object.entries(apps)) {
		const found = await glob("**/*.bundle.{js,ts,css,sass,scss}", {
			cwd: folder,
			ignore: ["dist/**", "node_modules/**"],
			absolute: true,
		});
		for (const file of found.sort()) {
			const name = path.basename(file, path.extname(file));
			if (STYLE.test(file)) styles[`${app}/dist/css/${name}`] = file;
			else scripts[`${app}/dist/js/${name}`] = file;
		}
	}
	return { scripts, styles };
}

function options(entryPoints, assets, nodePaths, plugins) {
	return {
		entryPoints,
		outdir: assets,
		entryNames: "[dir]/[name].[hash]",
		bundle: true,
		write: false,
		minify: true,
		sourcemap: true,
		target: ["es2017"],
		nodePaths,
		logLevel: "error",
		define: {
			"process.env.NODE_ENV": '"production"',
			__VUE_OPTIONS_API__: "true",
			__VUE_PROD_DEVTOOLS__: "false",
		},
		plugins,
	};
}

function styleOptions(styles, assets, nodePaths, postcssPlugins) {
	return options(styles, assets, nodePaths, [servedUrls, styleSheets(nodePaths, postcssPlugins)]);
}

async function writeAll(files) {
	for (const file of files) {
		await fs.mkdir(path.dirname(file.path), { recursive: true });
		await fs.writeFile(file.path, file.contents);
	}
}

/** Merge the new urls into a map of assets, of which those of rebuilt apps are replaced. */
async function writeMap(file, apps, prefix, outputs, assets) {
	const old = JSON.parse(await fs.readFile(file, "utf-8").catch(() => "{}"));
	const rebuilt = Object.keys(apps).map((app) => `/assets/${app}/dist/`);
	const kept = Object.entries(old).filter(([, url]) => !rebuilt.some((start) => url.startsWith(start)));
	const fresh = outputs
		.filter((output) => !output.path.endsWith(".map"))
		.map((output) => [
			prefix + bundleName(output.path) + path.extname(output.path),
			"/assets/" + path.relative(assets, output.path),
		]);
	const sorted = Object.fromEntries([...kept, ...fresh].sort());
	await fs.writeFile(`${file}.new`, JSON.stringify(sorted, null, 4));
	await fs.rename(`${file}.new`, file);
}

async function main([sites, ...pairs]) {
	const apps = Object.fromEntries(pairs.map((pair) => pair.split("=")));
	const assets = path.join(path.resolve(sites), "assets");
	const nodePaths = [NODE_MODULES, ...Object.values(apps).flatMap((folder) => [
		path.resolve(folder, "../.."),
		path.resolve(folder, ".."),
	])];
	const { scripts, styles } = await findEntries(apps);
	const mirrored = Object.fromEntries(
		Object.entries(styles).map(([name, file]) => [name.replace("/dist/css/", "/dist/css-rtl/"), file])
	);
	const js = await esbuild.build(options(scripts, assets, nodePaths, [vue(), templates]));
	const css = await esbuild.build(styleOptions(styles, assets, nodePaths, [autoprefixer]));
	const rtl = await esbuild.build(styleOptions(mirrored, assets, nodePaths, [rtlcss, autoprefixer]));

	for (const folder of Object.values(apps)) {
		await fs.rm(path.join(folder, "dist"), { recursive: true, force: true });
	}
	const scriptFiles = withComponentStyles(js.outputFiles);
	await writeAll([...scriptFiles, ...css.outputFiles, ...rtl.outputFiles]);
	await writeMap(path.join(assets, "assets.json"), apps, "", [...scriptFiles, ...css.outputFiles], assets);
	await writeMap(path.join(assets, "assets-rtl.json"), apps, "rtl_", rtl.outputFiles, assets);
	console.log(`  ${scriptFiles.length / 2} scripts and ${Object.keys(styles).length} style sheets built`);
}

main(process.argv.slice(2)).catch((error) => {
	console.error(error.message);
	process.exit(1);
});
