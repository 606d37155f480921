// Everything on the pages works without this file. It adds: the theme switch, "/", suggestions while typing,
// copy buttons, reading time, focus on errors. No text lives here: words come from attributes of <body>.
"use strict";
const root = document.documentElement;
const words = document.body.dataset;

// ---- theme -------------------------------------------------------------------------------------------------
const isDark = () =>
  root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
for (const button of document.querySelectorAll("[data-theme-switch]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    document.cookie = `theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax`;
  });
}

// ---- "/" goes to the search box ------------------------------------------------------------------------------
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const box = [...document.querySelectorAll(".search input[type=search]")].find((one) => one.offsetParent);
  if (!box) return;
  event.preventDefault();
  box.focus();
});

// ---- suggestions: a combobox after the ARIA practices ------------------------------------------------------
const ICONS = { article: "article", course: "lesson", lesson: "lesson" };

class Suggestions {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("input[type=search]");
    this.sprite = form.querySelector("use").getAttribute("href").split("#")[0];
    this.list = document.createElement("ul");
    this.list.className = "search__list";
    this.list.id = `${this.input.id}-list`;
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", words.suggestions);
    this.status = document.createElement("p");
    this.status.className = "sr";
    this.status.setAttribute("role", "status");
    form.append(this.list, this.status);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false",
      "aria-controls": this.list.id, "aria-autocomplete": "list" })) this.input.setAttribute(name, value);
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.go(event.target.closest("[role=option]")));
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), 120);
  }

  async ask() {
    const typed = this.input.value.trim();
    if (typed.length < 3) return this.close();
    this.request?.abort();
    this.request = new AbortController();
    try {
      const address = `${this.form.dataset.suggest}?q=${encodeURIComponent(typed)}&lang=${root.lang}`;
      const answer = await fetch(address, { signal: this.request.signal });
      if (answer.ok && typed === this.input.value.trim()) this.show(typed, (await answer.json()).hits);
    } catch (error) {
      if (error.name !== "AbortError") this.close();
    }
  }

  show(typed, hits) {
    const options = hits.map((hit) => this.option(hit.title, hit.category, ICONS[hit.kind], hit.url, hit.lang));
    options.push(this.option(words.everywhere.replace("%s", typed), "", "search", ""));
    options.forEach((option, index) => { option.id = `${this.list.id}-${index}`; });
    this.list.replaceChildren(...options);
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.status.textContent = words.count.replace("%s", hits.length);
    this.select(-1);
  }

  option(text, small, icon, url, lang) {
    const item = document.createElement("li");
    item.setAttribute("role", "option");
    item.dataset.url = url;
    const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    picture.setAttribute("class", "icon");
    picture.setAttribute("aria-hidden", "true");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", `${this.sprite}#${icon}`);
    picture.append(use);
    const title = document.createElement("span");
    title.append(...this.marked(text));
    if (lang) title.lang = lang;
    const below = document.createElement("small");
    below.textContent = small;
    item.append(picture, title, below);
    return item;
  }

  // The words that have been typed stand out, with or without their accents.
  marked(text) {
    const fold = (word) => word.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    const typed = fold(this.input.value).split(/\s+/).filter(Boolean);
    return text.split(/(?<=\s)/u).map((word) => {
      if (!typed.some((one) => fold(word).startsWith(one))) return word;
      const bold = document.createElement("b");
      bold.textContent = word;
      return bold;
    });
  }

  select(index) {
    const options = [...this.list.children];
    this.at = index < -1 ? options.length - 1 : index >= options.length ? -1 : index;
    options.forEach((option, n) => option.setAttribute("aria-selected", String(n === this.at)));
    if (this.at < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", options[this.at].id);
  }

  key(event) {
    if (this.list.hidden) return;
    if (event.key === "ArrowDown") this.select(this.at + 1);
    else if (event.key === "ArrowUp") this.select(this.at - 1);
    else if (event.key === "Enter" && this.at >= 0) this.go(this.list.children[this.at]);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
  }

  go(option) {
    if (!option) return;
    if (option.dataset.url) location.assign(option.dataset.url);
    else this.form.requestSubmit();
  }

  close() {
    this.request?.abort();
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}
for (const form of document.querySelectorAll("form[data-suggest]")) new Suggestions(form);

// ---- articles: copy buttons, contents, print, reading time ---------------------------------------------------
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy-from]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copyFrom).value);
      button.querySelector("span").textContent = words.copied;
    });
  }
  for (const code of document.querySelectorAll(".prose .code")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn--s";
    button.textContent = words.copy;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(code.querySelector("code").textContent);
      button.textContent = words.copied;
      setTimeout(() => { button.textContent = words.copy; }, 2000);
    });
    code.prepend(button);
  }
}
const contents = new Map();
for (const link of document.querySelectorAll(".toc a[href^='#']")) {
  const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (heading) contents.set(heading, [...(contents.get(heading) ?? []), link]);
}
if (contents.size) {
  // The section one reads is the last whose heading has passed the upper third of the window.
  const follow = () => {
    const line = innerHeight / 3;
    const passed = [...contents.keys()].filter((heading) => heading.getBoundingClientRect().top < line);
    for (const [heading, links] of contents) {
      for (const link of links) {
        if (heading === passed.at(-1)) link.setAttribute("aria-current", "location");
        else link.removeAttribute("aria-current");
      }
    }
  };
  let waiting = false;
  addEventListener("scroll", () => {
    if (!waiting) requestAnimationFrame(() => { waiting = false; follow(); });
    waiting = true;
  }, { passive: true });
  follow();
}
for (const place of document.querySelectorAll("[data-print]")) {
  place.hidden = false;
  place.addEventListener("click", () => print());
}
const vote = document.querySelector("#vote form");
if (vote) {
  const began = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden") return;
    const facts = new FormData(vote);
    facts.set("seconds", Math.round((Date.now() - began) / 1000));
    navigator.sendBeacon(vote.action.replace(/vote$/, "reading"), facts);
  });
}

// ---- errors, toasts, and the current entry of sideways lists ---------------------------------------------
for (const toast of document.querySelectorAll(".toast")) {
  // What it says can be seen on the page, too, so it may go; it stays while it is looked at.
  const go = () => (toast.matches(":hover, :focus-within") ? setTimeout(go, 2000) : toast.remove());
  setTimeout(go, 8000);
}
document.querySelector("[data-focus]")?.focus();
for (const entry of document.querySelectorAll(".head nav [aria-current], .views [aria-current], .tabs [aria-current]")) {
  const strip = entry.closest("ul");
  if (strip.scrollWidth > strip.clientWidth) strip.scrollLeft = entry.offsetLeft - strip.offsetLeft - 16;
}
