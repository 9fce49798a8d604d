/* Opens results sites in a real browser, as people would: node browser.js MODULES CHROMIUM PICTURES SITE... Prints TAP. MODULES is where
 * puppeteer-core and axe-core lie. A picture of every page lands in PICTURES. */
"use strict";
const fs = require("fs");
const os = require("os");
const path = require("path");

const [modules, chromium, pictures, ...sites] = process.argv.slice(2);
const puppeteer = require(path.join(modules, "puppeteer-core"));
const axe = fs.readFileSync(path.join(modules, "axe-core", "axe.min.js"), "utf8");
const widths = [[320, 640], [1280, 800], [3840, 2160]];
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

function is(name, expected, got) {
	const same = JSON.stringify(expected) === JSON.stringify(got);
	console.log(`${same ? "ok" : "not ok"} - ${name}`);
	if (!same) console.log(`#   expected ${JSON.stringify(expected)}\n#   got      ${JSON.stringify(got)}`);
}

/* A page that tells every error and every attempt to fetch something that is not a file of its own site. */
async function open(browser, site, file, width, height, options = {}) {
	const page = await browser.newPage();
	page.troubles = [];
	page.on("console", (message) => { if (["error", "warning"].includes(message.type())) page.troubles.push(message.text()); });
	page.on("pageerror", (error) => page.troubles.push(error.message));
	page.on("request", (request) => {
		if (!request.url().startsWith("file://" + site + "/")) page.troubles.push("asks for " + request.url());
	});
	if (options.bare) await page.setJavaScriptEnabled(false);
	if (options.axe) await page.setBypassCSP(true);
	await page.emulateMediaFeatures(options.media || []);
	await page.setViewport({ width, height });
	await page.goto("file://" + path.join(site, file));
	return page;
}

async function widest(page) {
	return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

async function picture(page, site, name) {
	const to = path.join(pictures, `${path.basename(site)}-${name}.png`);
	const height = Math.min(await page.evaluate(() => document.documentElement.scrollHeight), 8000);
	await page.screenshot({ path: to, clip: { x: 0, y: 0, width: page.viewport().width, height }, captureBeyondViewport: true });
}

async function fits(browser, site, file) {
	const over = [], troubles = [];
	for (const [width, height] of widths) {
		const page = await open(browser, site, file, width, height);
		over.push(await widest(page));
		/* All details open, all of it still fits. */
		await page.evaluate(() => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
		over.push(await widest(page));
		await page.evaluate(() => document.querySelectorAll("details").forEach((one) => { one.open = false; }));
		await picture(page, site, `${file}-${width}`);
		troubles.push(...page.troubles);
		await page.close();
	}
	is(`${path.basename(site)}/${file}: nothing is wider than a screen of 320, 1280 or 3840`, [0, 0, 0, 0, 0, 0], over);
	is(`${path.basename(site)}/${file}: no error, nothing fetched`, [], troubles);
}

/* Text spaced and sized as WCAG 1.4.12 and 1.4.4 ask. */
async function enlarged(browser, site, file) {
	const page = await open(browser, site, file, 640, 800, { axe: true });
	await page.addStyleTag({
		content: "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } html { font-size: 200% !important }",
	});
	is(`${path.basename(site)}/${file}: text of twice the size, spaced, still fits`, 0, await widest(page));
	await page.close();
}

async function accessible(browser, site, file) {
	/* Colours and narrow screens are the same in every language. */
	const main = file === "index.html";
	for (const [name, media] of main ? [["light", "light"], ["dark", "dark"]] : [["light", "light"]]) {
		const page = await open(browser, site, file, 1280, 800, { axe: true, media: [{ name: "prefers-color-scheme", value: media }] });
		await page.evaluate(() => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
		await page.evaluate(axe);
		const found = await page.evaluate((tags) => window.axe.run(document, { runOnly: tags }), rules);
		is(`${path.basename(site)}/${file}: axe finds nothing, ${name}`, [], found.violations.map((one) => `${one.id} (${one.nodes.length}): ${one.nodes[0].html.slice(0, 120)}`));
		await page.close();
	}
	if (!main) return;
	const page = await open(browser, site, file, 320, 640, { axe: true });
	await page.evaluate(axe);
	const found = await page.evaluate((tags) => window.axe.run(document, { runOnly: tags }), rules);
	is(`${path.basename(site)}/${file}: axe finds nothing at 320`, [], found.violations.map((one) => `${one.id} (${one.nodes.length}): ${one.nodes[0].html.slice(0, 120)}`));
	await page.close();
}

/* Without script every number and every word is there, and nothing that would not work is shown. */
async function bare(browser, site, file) {
	const plain = await open(browser, site, file, 1280, 800, { bare: true });
	const html = await plain.content();
	is(`${path.basename(site)}/${file}: without script no form is shown`, 0, await plain.$$eval("form", (forms) => forms.filter((one) => one.offsetHeight).length));
	is(`${path.basename(site)}/${file}: without script every project is there`, true, /<tr role="row"/.test(html) || !/class="projects/.test(html));
	await plain.close();
}

async function sorts(browser, site, file) {
	const page = await open(browser, site, file, 1280, 800);
	const table = await page.$("table.projects");
	if (table) {
		const heading = await page.$("table.projects th[data-kind=number]");
		const button = await heading.$("button");
		await button.focus();
		await page.keyboard.press("Enter");
		const read = () => page.$eval("table.projects", (one) => Array.from(one.tBodies[0].rows).map((row) => Number(row.cells[1].querySelector("data").value)));
		const down = await read(), said = await heading.evaluate((one) => one.getAttribute("aria-sort"));
		is(`${path.basename(site)}/${file}: the key Enter sorts by cost, and says so`, [[...down].sort((a, b) => b - a), "descending"], [down, said]);
		await page.keyboard.press("Enter");
		is(`${path.basename(site)}/${file}: and once more the other way`, [[...down].sort((a, b) => a - b), "ascending"],
			[await read(), await heading.evaluate((one) => one.getAttribute("aria-sort"))]);
	}
	const form = await page.$("form.filter");
	if (form) {
		const all = await page.$$eval("table.projects tbody tr", (rows) => rows.length);
		const name = await page.$eval("table.projects tbody tr .name", (one) => one.textContent.trim());
		await page.type("form.filter .find", name.toUpperCase());
		const shown = await page.$$eval("table.projects tbody tr", (rows) => rows.filter((row) => row.offsetHeight).map((row) => row.querySelector(".name").textContent.trim()));
		is(`${path.basename(site)}/${file}: a name that is typed finds its project`, true, shown.includes(name) && shown.length < all);
		is(`${path.basename(site)}/${file}: how many are shown is said`, true, (await page.$eval(".found", (one) => one.textContent)).includes(String(shown.length)));
	}
	is(`${path.basename(site)}/${file}: no error while sorting`, [], page.troubles);
	await page.close();
}

async function answers(page, typed) {
	await page.$eval("#typed", (one) => { one.value = ""; });
	await page.$eval("#code-answer", (one) => { one.textContent = ""; });
	await page.type("#typed", typed);
	await page.keyboard.press("Enter");
	await page.waitForFunction(() => document.querySelector("#code-answer").textContent, { timeout: 5000 });
	return page.$eval("#code-answer", (one) => one.textContent);
}

function lines(site) {
	const single = path.join(site, "codes.txt"), folder = path.join(site, "codes");
	const files = fs.existsSync(single) ? [single] : fs.readdirSync(folder).filter((name) => name.endsWith(".txt")).map((name) => path.join(folder, name));
	return files.flatMap((file) => fs.readFileSync(file, "utf8").trim().split("\n"));
}

async function looksUp(browser, site, file) {
	const page = await open(browser, site, file, 320, 640);
	const said = await page.$eval("form.lookup", (form) => ({ ...form.dataset }));
	const all = lines(site), counted = all.find((line) => line.endsWith(" counted")).slice(0, 29), test = all.find((line) => line.endsWith(" test ballot"));
	const name = `${path.basename(site)}/${file}`;
	is(`${name}: a code that counts`, said.counted, await answers(page, counted));
	is(`${name}: in capitals, without dashes, 1 read as l`, said.counted, await answers(page, counted.replace(/-/g, " ").replace(/1/g, "l").toUpperCase()));
	if (test) is(`${name}: a test ballot's`, said.test, await answers(page, test.slice(0, 29)));
	const other = (counted[28] === "z" ? "y" : "z");
	is(`${name}: one letter wrong`, said.none, await answers(page, counted.slice(0, 28) + other));
	is(`${name}: too short`, said.short.replace("{typed}", "24"), await answers(page, counted.slice(0, 28)));
	is(`${name}: a sign that no code has`, said.letter.replace("{typed}", "0"), await answers(page, "0" + counted.slice(1)));
	is(`${name}: a beginning that no code has`, true, [said.none, said.unread].includes(await answers(page, "zzzzz-zzzzz-zzzzz-zzzzz-zzzzz")));
	/* A list of codes that is not there is asked for all the same: the browser says so. */
	is(`${name}: no error while looking up`, [], page.troubles.filter((one) => !/ERR_FILE_NOT_FOUND/.test(one)));
	await page.close();
	if (fs.existsSync(path.join(site, "codes"))) await halfAList(browser, site, file, counted);
}

/* A server's page in the place of a list: nothing is said of the code, least of all that there is none. */
async function halfAList(browser, site, file, code) {
	const page = await open(browser, site, file, 320, 640);
	const said = await page.$eval("form.lookup", (form) => ({ ...form.dataset }));
	const list = path.join(site, "codes", `${code.slice(0, Number(said.prefix))}.js`), whole = fs.readFileSync(list);
	try {
		fs.writeFileSync(list, "<!doctype html><title>Not found</title>");
		is(`${path.basename(site)}/${file}: a list that cannot be read`, said.unread, await answers(page, code));
	} finally {
		fs.writeFileSync(list, whole);
		await page.close();
	}
}

async function prints(browser, site, file) {
	const page = await open(browser, site, file, 1280, 800);
	const to = path.join(pictures, `${path.basename(site)}-${file}.pdf`);
	await page.pdf({ path: to, preferCSSPageSize: true });
	const pdf = fs.readFileSync(to, "latin1");
	is(`${path.basename(site)}/${file}: printed on A4`, true, /\/MediaBox \[0 0 59[45][.\d]* 84[12][.\d]*\]/.test(pdf));
	await page.emulateMediaType("print");
	is(`${path.basename(site)}/${file}: what cannot be used on paper is not printed`, 0,
		await page.$$eval("form, .languages, .contents", (all) => all.filter((one) => one.offsetHeight).length));
	await page.close();
}

async function main() {
	const profile = fs.mkdtempSync(path.join(os.tmpdir(), "folkmoot-browser-"));
	const browser = await puppeteer.launch({
		executablePath: chromium, headless: true, userDataDir: profile,
		args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
	});
	try {
		for (const site of sites)
			for (const file of fs.readdirSync(site).filter((name) => name.endsWith(".html")).sort()) {
				await fits(browser, site, file);
				await accessible(browser, site, file);
				if (file !== "index.html") continue;
				for (const part of [enlarged, bare, sorts, looksUp, prints]) await part(browser, site, file);
			}
	} finally {
		await browser.close();
		fs.rmSync(profile, { recursive: true, force: true });
	}
}

main().catch((error) => { console.log(`not ok - the browser: ${error.stack.replace(/\n/g, "\n#   ")}`); process.exitCode = 1; });
