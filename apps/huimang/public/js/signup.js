// The sign-up of a facility: confirmed address, application, papers. A page for people without a login.

const FIELDS = [
	"facility_name", "facility_type", "operated_by", "unique_no", "capacity", "report_no", "reported_on",
	"representative_name", "phone", "address", "applicant_name", "applicant_position", "corporation_name",
	"corporation_unique_no", "corporate_registration_no",
];
const TICKS = ["receives_subsidy", "long_term_care"];
const PAPERS = ["unique_no_certificate", "report_certificate", "official_letter", "other_paper"];
const csrf = document.currentScript.dataset.csrf;
const at = (id) => document.getElementById(id);
const number = location.pathname.split("/")[2];
const key = new URLSearchParams(location.search).get("key");
let issued;

async function call(method, values, files = {}) {
	const body = new FormData();
	for (const [name, value] of Object.entries(values)) body.append(name, value);
	for (const [name, file] of Object.entries(files)) body.append(name, file);
	const headers = { Accept: "application/json" };
	if (csrf) headers["X-Frappe-CSRF-Token"] = csrf;
	const answer = await fetch(`/api/method/huimang.registration.api.${method}`, { method: "POST", body, headers });
	const told = await answer.json().catch(() => ({}));
	if (answer.ok) return told.message;
	throw new Error(reason(told));
}

// What the server refuses it says in a list of messages, each a JSON text with HTML in it.
function reason(told) {
	try {
		const messages = JSON.parse(told._server_messages).map((text) => JSON.parse(text).message);
		const page = new DOMParser().parseFromString(messages.join(" "), "text/html");
		if (page.body.textContent.trim()) return page.body.textContent.trim();
	} catch {
		// no message: the sentence below
	}
	return "처리하지 못했습니다. 잠시 뒤에 다시 시도해 주세요.";
}

function say(text, good = false) {
	at("said").textContent = text;
	at("said").classList.toggle("good", good);
	if (text) at("said").scrollIntoView({ block: "center" });
}

function show(step) {
	at("mail").hidden = step !== "mail";
	at("form").hidden = step !== "form";
	at("done").hidden = step !== "done";
	for (const item of document.querySelectorAll(".steps li")) item.classList.toggle("on", item.dataset.step === step);
}

async function busy(button, work) {
	button.disabled = true;
	say("");
	try {
		await work();
	} catch (error) {
		say(error.message);
	} finally {
		button.disabled = false;
	}
}

function application() {
	const values = Object.fromEntries(FIELDS.map((id) => [id, at(id).value.trim()]));
	for (const id of TICKS) values[id] = at(id).checked ? 1 : 0;
	values.agreed = agreements().filter((box) => box.checked).map((box) => box.value);
	return JSON.stringify(values);
}

function agreements() {
	return [...document.querySelectorAll(".agreed")];
}

function papers() {
	return Object.fromEntries(PAPERS.filter((id) => at(id).files[0]).map((id) => [id, at(id).files[0]]));
}

async function send_in(hand_in) {
	const values = { application: application(), hand_in: hand_in ? 1 : 0 };
	const told = number
		? await call("amend", { number, key, ...values }, papers())
		: await call("apply", { issued, ...values }, papers());
	arrived(told, told.number || number);
}

function arrived(told, application_number) {
	show("done");
	at("done_title").textContent = told.is_open ? "임시저장했습니다" : told.is_done ? "가입이 승인되었습니다" : "신청을 접수했습니다";
	at("done_text").textContent = told.is_open
		? "메일로 보내 드린 주소에서 이어서 작성할 수 있습니다."
		: told.is_done
			? "메일로 받은 주소에서 비밀번호를 정하고 로그인해 주세요."
			: "결과와 보완 요청은 메일로 알려 드립니다.";
	const rows = [["접수번호", application_number], ["처리 상태", told.state]];
	if (told.due_on && !told.is_done) rows.push(["처리 예정일", told.due_on]);
	if (told.comment) rows.push(["안내", told.comment]);
	at("done_list").replaceChildren(
		...rows.flatMap(([label, value]) => {
			const term = document.createElement("dt");
			const text = document.createElement("dd");
			term.textContent = label;
			text.textContent = value;
			return [term, text];
		})
	);
}

function fill(told) {
	for (const id of FIELDS) at(id).value = told.values[id] ?? "";
	for (const id of TICKS) at(id).checked = Boolean(told.values[id]);
	const names = told.papers.map((id) => document.querySelector(`label[for=${id}]`).textContent);
	if (names.length) at("had").textContent = `이미 제출한 서류: ${names.join(", ")}`;
	at("agreement").hidden = true;
	follow();
}

function follow() {
	const by_corporation = at("operated_by").value === "Corporation";
	for (const box of document.querySelectorAll(".corporation")) box.hidden = !by_corporation;
	at("letter_label").classList.toggle("must", at("receives_subsidy").checked);
}

at("send").onclick = (event) =>
	busy(event.target, async () => {
		await call("send_code", { email: at("email").value });
		at("code_row").hidden = false;
		at("code").focus();
		say("인증번호를 보냈습니다. 메일을 확인해 주세요.", true);
	});
at("confirm").onclick = (event) =>
	busy(event.target, async () => {
		issued = await call("confirm_code", { email: at("email").value, code: at("code").value });
		show("form");
		at("facility_name").focus();
	});
at("form").onsubmit = (event) => {
	event.preventDefault();
	const empty = [...at("form").querySelectorAll("[required]")].find((box) => !box.value.trim());
	if (empty) {
		empty.focus();
		return say(`${document.querySelector(`label[for=${empty.id}]`).textContent} 칸을 채워 주세요.`);
	}
	busy(at("hand_in"), () => send_in(true));
};
at("keep").onclick = (event) => busy(event.target, () => send_in(false));
at("agreed").onchange = () => agreements().forEach((box) => (box.checked = at("agreed").checked));
for (const box of agreements()) box.onchange = () => (at("agreed").checked = agreements().every(({ checked }) => checked));
at("operated_by").onchange = follow;
at("receives_subsidy").onchange = follow;

follow();
show("mail");
if (number) {
	show("");
	call("look", { number, key }).then(
		(told) => {
			if (!told.is_open) return arrived(told, number);
			fill(told);
			show("form");
			if (told.comment) say(`보완 요청: ${told.comment}`);
		},
		(error) => say(error.message)
	);
}
