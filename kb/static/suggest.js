/* Suggestions while typing: makes a search box a combobox whose list shows records.
 *
 * After the pattern "combobox with list autocomplete, manual selection" of the ARIA Authoring Practices: the text stays
 * as typed, arrows move through the list, Enter on an entry opens it, Enter elsewhere searches. Without script the box
 * is an ordinary one.
 */

const WAIT_MS = 120;
const LONGEST = 100;
const KEPT = 60;

class Suggestions {
  constructor(input) {
    this.input = input;
    this.words = { ...input.dataset };
    this.kept = new Map();
    this.items = [];
    this.chosen = -1;
    this.build();
    this.listen();
  }

  build() {
    const { input } = this;
    this.list = document.createElement("ul");
    this.list.id = `${input.id}-suggestions`;
    this.list.className = "suggestions";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.words.list);
    this.said = document.createElement("p");
    this.said.className = "hush";
    this.said.setAttribute("role", "status");
    input.type = "text"; // a field of type "search" may not be a combobox
    input.autocapitalize = "none";
    input.spellcheck = false;
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", this.list.id);
    input.setAttribute("aria-expanded", "false");
    input.form.append(this.list, this.said);
  }

  listen() {
    const { input, list } = this;
    // Input events come while a syllable is being composed, too: 서ㅇ and 스맡 have suggestions of their own.
    input.addEventListener("input", () => this.wait());
    input.addEventListener("keydown", event => this.press(event));
    input.addEventListener("blur", () => this.close());
    input.form.addEventListener("submit", () => this.close());
    list.addEventListener("pointerdown", event => event.preventDefault()); // the focus stays in the box
    list.addEventListener("click", event => {
      const option = event.target.closest("[role=option]");
      if (option) this.open(this.items[Array.from(list.children).indexOf(option)]);
    });
    window.addEventListener("pagehide", () => this.close());
  }

  wait() {
    if (!this.list.hidden && this.input.value.trim() === this.asked) return; // a composition that ends changes nothing
    clearTimeout(this.timer);
    this.choose(-1);
    this.timer = setTimeout(() => this.ask(), WAIT_MS);
  }

  async ask() {
    const text = this.input.value.trim().slice(0, LONGEST);
    this.asked = text;
    this.request?.abort();
    if (!text) return this.close();
    const request = (this.request = new AbortController());
    try {
      const items = this.kept.get(text) ?? (await this.fetch(text, request.signal));
      if (request.signal.aborted || document.activeElement !== this.input) return undefined;
      this.show(items, text);
    } catch (error) {
      if (error.name !== "AbortError") this.close(); // no suggestions are no reason to disturb
    }
    return undefined;
  }

  async fetch(text, signal) {
    const address = new URL(this.words.suggest, location.href);
    address.searchParams.set("q", text);
    const answer = await fetch(address, { signal, headers: { Accept: "application/json" } });
    if (!answer.ok) return [];
    const { items } = await answer.json();
    if (this.kept.size >= KEPT) this.kept.delete(this.kept.keys().next().value);
    this.kept.set(text, items);
    return items;
  }

  show(items, text) {
    this.items = items;
    this.chosen = -1;
    this.list.replaceChildren(...items.map((item, index) => this.option(item, index, text)));
    this.list.hidden = !items.length;
    this.list.scrollTop = 0;
    this.input.setAttribute("aria-expanded", String(items.length > 0));
    this.input.removeAttribute("aria-activedescendant");
    this.said.textContent = ["", this.words.one][items.length] ?? this.words.many.replace("{count}", items.length);
  }

  option(item, index, text) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${index}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const title = document.createElement("span");
    title.lang = item.lang;
    title.append(...marked(item.text, text));
    const kind = document.createElement("small");
    kind.textContent = item.label;
    option.append(title, " ", kind);
    return option;
  }

  press(event) {
    if (event.isComposing || event.keyCode === 229) return; // the keys belong to the input method
    const last = this.items.length - 1;
    const isOpen = !this.list.hidden;
    if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter" && isOpen && this.chosen >= 0) {
      event.preventDefault();
      this.open(this.items[this.chosen]);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen) this.ask();
      else if (event.key === "ArrowDown") this.choose(this.chosen === last ? -1 : this.chosen + 1);
      else this.choose(this.chosen === -1 ? last : this.chosen - 1);
    } else if (event.key === "Tab") {
      this.close();
    }
  }

  choose(index) {
    this.list.children[this.chosen]?.setAttribute("aria-selected", "false");
    this.chosen = index;
    const option = this.list.children[index];
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", option.id);
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  open(item) {
    this.close();
    location.assign(item.url);
  }

  close() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.list.hidden = true;
    this.items = [];
    this.list.replaceChildren();
    this.said.textContent = "";
    this.choose(-1);
    this.input.setAttribute("aria-expanded", "false");
  }
}

/* Splits a title around what was typed, where that stands in it as it is. */
function marked(title, typed) {
  const at = title.toLowerCase().indexOf(typed.toLowerCase());
  if (at < 0 || title.length !== title.toLowerCase().length) return [title];
  const mark = document.createElement("mark");
  mark.textContent = title.slice(at, at + typed.length);
  return [title.slice(0, at), mark, title.slice(at + typed.length)];
}

for (const input of document.querySelectorAll("input[data-suggest]")) new Suggestions(input);
