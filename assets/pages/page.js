/* Sorting and finding in tables, and looking up a confirmation code. The page can be read without it. */
"use strict";
(function () {
	document.documentElement.classList.add("scripted");

	/* Tables: buttons in the headings of their columns. */
	function value(row, column, kind) {
		var cell = row.cells[column], data = cell.querySelector("data");
		if (kind === "order") return Number(cell.dataset.order);
		if (kind === "number") return data ? Number(data.value) : -1;
		var name = cell.querySelector(".name") || cell;
		return name.textContent.trim();
	}
	function sort(table, heading, column) {
		var kind = heading.dataset.kind, body = table.tBodies[0], rows = Array.from(body.rows);
		var first = kind === "number" ? "descending" : "ascending";
		var second = kind === "number" ? "ascending" : "descending";
		var direction = heading.getAttribute("aria-sort") === first ? second : first;
		var collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
		table.querySelectorAll("th[aria-sort]").forEach(function (other) { other.removeAttribute("aria-sort"); });
		heading.setAttribute("aria-sort", direction);
		rows.map(function (row, index) { return { row: row, index: index, key: value(row, column, kind) }; })
			.sort(function (a, b) {
				var order = kind === "text" ? collator.compare(a.key, b.key) : a.key - b.key;
				return (direction === "ascending" ? order : -order) || a.index - b.index;
			})
			.forEach(function (one) { body.appendChild(one.row); });
	}
	document.querySelectorAll("table.sortable").forEach(function (table) {
		Array.from(table.tHead.rows[0].cells).forEach(function (heading, column) {
			var button = document.createElement("button");
			button.type = "button";
			while (heading.firstChild) button.appendChild(heading.firstChild);
			heading.appendChild(button);
			button.addEventListener("click", function () { sort(table, heading, column); });
		});
	});

	/* Finding projects. */
	function plain(text) {
		return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
	}
	document.querySelectorAll("form.filter").forEach(function (form) {
		var rows = Array.from(document.getElementById(form.dataset.table).tBodies[0].rows);
		var find = form.querySelector(".find"), category = form.querySelector(".in-category");
		var funded = form.querySelector(".only-funded"), found = form.querySelector(".found");
		var texts = rows.map(function (row) { return plain(row.cells[0].textContent); });
		function apply() {
			var words = plain(find.value).split(/\s+/).filter(Boolean), shown = 0;
			rows.forEach(function (row, index) {
				var fits = words.every(function (word) { return texts[index].includes(word); });
				if (category && category.value) fits = fits && row.dataset.categories.split(" ").includes(category.value);
				if (funded && funded.checked) fits = fits && row.classList.contains("is-funded");
				row.hidden = !fits;
				shown += fits;
			});
			found.textContent = found.dataset.found.replace("{found}", shown).replace("{all}", rows.length);
		}
		form.addEventListener("input", apply);
		form.addEventListener("submit", function (event) { event.preventDefault(); apply(); });
		form.hidden = false;
	});

	/* Codes: 25 signs out of these; i and l are read as 1. */
	var alphabet = "123456789abcdefghjkmnpqrstuvwxyz", length = 25;
	var lookup = document.querySelector("form.lookup"), lists = {};
	function look(packed, code) {
		for (var i = 0; i + length < packed.length; i += length + 1)
			if (packed.startsWith(code, i)) return packed[i + length];
		return "";
	}
	function answer(key, typed) {
		var box = document.getElementById("code-answer");
		box.className = "answer-box" + (key === "counted" ? " yes" : "");
		box.textContent = lookup.dataset[key].replace("{typed}", typed);
	}
	function say(verdict) {
		var keys = { c: "counted", t: "test", 0: "excluded0", 1: "excluded1", 2: "excluded2" };
		answer(keys[verdict] || "none");
	}
	function fetchList(code, prefix) {
		var script = document.createElement("script");
		window.folkmootCodes = function (name, packed) { lists[name] = packed; };
		script.src = "codes/" + prefix + ".js";
		/* Each list that exists is linked below: without a link no code begins so. A server may answer with a page
		   where a list is missing, or with half of one: then nothing is known of the code. */
		function done() {
			if (prefix in lists) say(look(lists[prefix], code));
			else answer(document.querySelector('a[href="codes/' + prefix + '.txt"]') ? "unread" : "none");
		}
		script.onload = script.onerror = done;
		document.head.appendChild(script);
	}
	if (lookup) {
		lookup.hidden = false;
		lookup.addEventListener("submit", function (event) {
			var typed = document.getElementById("typed").value.toLowerCase().replace(/[il]/g, "1").replace(/[\s\-\u2010-\u2015\u2212._]/g, "");
			var wrong = Array.from(typed).find(function (sign) { return !alphabet.includes(sign); });
			var data = document.getElementById("codes"), prefix = typed.slice(0, Number(lookup.dataset.prefix));
			event.preventDefault();
			if (wrong) answer("letter", wrong);
			else if (typed.length !== length) answer("short", typed.length);
			else if (data) say(look(JSON.parse(data.textContent), typed));
			else if (prefix in lists) say(look(lists[prefix], typed));
			else fetchList(typed, prefix);
		});
	}
})();
