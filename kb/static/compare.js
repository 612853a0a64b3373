/* The tray: collects cases or cities to compare while somebody reads, and keeps them in the browser only.
 *
 * Without script, boxes and links (templates/components/compare_add.html) lead to the comparison by themselves. The
 * tray's markup and words come in a template element of every page (compare_tray.html).
 */

const KEY = "casebook.comparison.1"; // the number rises when what is stored changes its form
const KINDS = ["case", "city"];
const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const LONGEST_SLUG = 200;
const LONGEST_TITLE = 500;

const empty = () => ({ case: [], city: [] });

/* Takes from anything what is a chosen record: its slug and its title in at least one language. */
function readItem(given) {
  const { slug, ko = null, en = null } = given ?? {};
  const isTitle = title => title === null || (typeof title === "string" && title.length <= LONGEST_TITLE);
  if (typeof slug !== "string" || slug.length > LONGEST_SLUG || !SLUG.test(slug)) return [];
  return isTitle(ko) && isTitle(en) && (ko || en) ? [{ slug, ko, en }] : [];
}

/* Reads what is stored; what somebody or something damaged is left out. */
function readChoice(text, most) {
  const choice = empty();
  let given;
  try {
    given = JSON.parse(text) ?? {};
  } catch {
    return choice;
  }
  for (const kind of KINDS) {
    const items = Array.isArray(given[kind]) ? given[kind].flatMap(readItem) : [];
    choice[kind] = [...new Map(items.map(item => [item.slug, item])).values()].slice(0, most);
  }
  return choice;
}

/* What is chosen. Read anew before every change, since other tabs change it too. */
class Choice {
  constructor(most) {
    this.most = most;
    this.isStored = true;
    this.unstored = empty();
  }

  get all() {
    if (!this.isStored) return this.unstored;
    try {
      return readChoice(localStorage.getItem(KEY), this.most);
    } catch {
      this.isStored = false;
      return this.unstored;
    }
  }

  change(edit) {
    const choice = this.all;
    edit(choice);
    this.unstored = choice;
    try {
      localStorage.setItem(KEY, JSON.stringify(choice));
    } catch {
      this.isStored = false; // private mode or no room: it lasts as long as the page
    }
  }

  has(kind, slug) {
    return this.all[kind].some(item => item.slug === slug);
  }

  isFull(kind) {
    return this.all[kind].length >= this.most;
  }
}

/* Fills the places of a sentence, such as {title}, with texts or elements. */
function filled(sentence, values) {
  return sentence.split(/(\{\w+\})/).map((part, at) => (at % 2 ? (values[part.slice(1, -1)] ?? part) : part));
}

/* Names a record in the page's language, marked with its own where it has no name in that. */
function named(item) {
  const name = document.createElement("span");
  const { lang } = document.documentElement;
  name.textContent = item[lang] ?? item.ko ?? item.en;
  if (!item[lang]) name.lang = item.ko ? "ko" : "en";
  return name;
}

const itemOf = ({ slug, ko = null, en = null }) => ({ slug, ko, en });

class Tray {
  constructor(template) {
    this.words = template.dataset;
    this.choice = new Choice(Number(this.words.most));
    this.build(template);
    this.controls = this.findControls().map(node => this.control(node));
    const compared = [...document.querySelectorAll("[data-compared]")].map(node => node.dataset);
    this.about = compared[0]?.kind ?? this.words.about;
    this.compared = compared.length > 1 ? compared : [];
    this.isOpen = false; // on every page anew: it lies over what somebody came to read
    this.takeWhatWasCheckedBefore();
    this.mendTitles();
    this.dropGone();
    this.listen();
    this.show();
  }

  build(template) {
    const parts = template.content.cloneNode(true);
    const find = name => parts.querySelector(`[data-${name}]`);
    this.skip = find("skip");
    this.tray = parts.querySelector(".tray");
    for (const name of ["fold", "go", "items", "hint", "keep", "switch", "clear"]) this[name] = find(name);
    this.body = parts.querySelector("#tray-body");
    this.pattern = this.items.firstElementChild;
    this.switches = [...this.switch.querySelectorAll("[data-show]")];
    this.said = document.createElement("p");
    this.said.className = "hush";
    this.said.setAttribute("role", "status");
    this.tray.hidden = this.skip.hidden = true;
    document.querySelector(".skip").after(this.skip);
    document.body.append(this.tray, this.said);
  }

  /* Finds the boxes and links to be controls of the tray. Boxes that come checked show what an address names; where
   * that isn't in the tray, it is somebody else's choice, and the form is left as it is. */
  findControls() {
    const found = [...document.querySelectorAll("[data-choice]")];
    const isForeign = node => node.defaultChecked && !this.choice.has(node.dataset.kind, node.dataset.slug);
    const foreign = new Set(found.filter(isForeign).map(node => node.form));
    return found.filter(node => !node.form || !foreign.has(node.form));
  }

  /* Makes a box or link of the page a control of the tray. */
  control(node) {
    const { kind, ...item } = node.dataset;
    const control = { node, kind, item: itemOf(item) };
    if (node.localName === "a") {
      node.setAttribute("role", "button");
      node.addEventListener("keydown", event => {
        if (event.key !== " ") return;
        event.preventDefault();
        node.click();
      });
    }
    node.addEventListener("click", event => {
      const isChosen = this.choice.has(kind, control.item.slug);
      if (node.localName === "a" || (!isChosen && this.choice.isFull(kind))) event.preventDefault();
      this.toggle(control, isChosen);
    });
    return control;
  }

  listen() {
    this.fold.addEventListener("click", () => this.setOpen(!this.isOpen));
    this.clear.addEventListener("click", () => this.edit(this.kind, () => [], this.words.cleared));
    this.keep.addEventListener("click", () => this.keepCompared());
    for (const button of this.switches) {
      button.addEventListener("click", () => {
        this.about = button.dataset.show;
        this.show();
      });
    }
    this.tray.addEventListener("keydown", event => {
      if (event.key !== "Escape" || !this.isOpen) return;
      this.setOpen(false);
      this.fold.focus();
    });
    const forms = new Map(this.controls.filter(({ node }) => node.form).map(({ node, kind }) => [node.form, kind]));
    for (const [form, kind] of forms) {
      form.addEventListener("submit", event => {
        const items = this.choice.all[kind];
        if (!items.length || event.submitter?.name) return; // the comparison's own page helps to choose
        event.preventDefault();
        const first = [...form.elements].find(field => field.type === "hidden" && field.name === kind)?.value;
        const others = items.filter(({ slug }) => slug !== first);
        location.assign(this.address(kind, first ? [{ slug: first }, ...others].slice(0, this.choice.most) : items));
      });
    }
    window.addEventListener("storage", event => {
      if (event.key === KEY || event.key === null) this.show();
    });
    window.addEventListener("pageshow", event => event.persisted && this.setOpen(false));
    new ResizeObserver(() => this.makeRoom()).observe(this.tray);
  }

  /* What was checked while the script was on its way counts as chosen with it. */
  takeWhatWasCheckedBefore() {
    const early = this.controls.filter(({ node }) => node.checked && !node.defaultChecked);
    for (const { kind, item } of early) {
      if (this.choice.has(kind, item.slug) || this.choice.isFull(kind)) continue;
      this.choice.change(choice => choice[kind].push(item));
    }
  }

  /* Titles may have changed since they were stored. */
  mendTitles() {
    const { all } = this.choice;
    const shown = [...this.controls, ...this.compared.map(({ kind, ...item }) => ({ kind, item: itemOf(item) }))];
    const differs = ({ kind, item }) =>
      all[kind].some(kept => kept.slug === item.slug && (kept.ko !== item.ko || kept.en !== item.en));
    for (const { kind, item } of shown.filter(differs)) {
      this.choice.change(choice => {
        choice[kind] = choice[kind].map(kept => (kept.slug === item.slug ? item : kept));
      });
    }
  }

  /* The comparison's page tells which of those asked for aren't published any more. */
  dropGone() {
    const gone = [...document.querySelectorAll("[data-unpublished]")].map(node => node.dataset);
    const count = gone.filter(({ kind, slug }) => this.choice.has(kind, slug)).length;
    if (!count) return;
    this.choice.change(choice => {
      for (const { kind, slug } of gone) choice[kind] = choice[kind].filter(item => item.slug !== slug);
    });
    this.say(this.words.gone, { count });
  }

  toggle({ kind, item }, isChosen) {
    this.about = kind;
    if (isChosen) return this.remove(kind, item);
    if (this.choice.isFull(kind)) {
      this.isRefused = true;
      this.show();
      return this.say(this.words.full, {});
    }
    return this.edit(kind, items => [...items, item], this.words.added, item);
  }

  remove(kind, item) {
    this.edit(kind, items => items.filter(kept => kept.slug !== item.slug), this.words.removed, item);
  }

  /* Makes the tray what the page compares. Never without being asked: the address may be somebody else's. */
  keepCompared() {
    const { kind } = this.compared[0];
    this.about = kind;
    this.edit(kind, () => this.compared.flatMap(readItem).slice(0, this.choice.most), this.words.kept);
  }

  edit(kind, change, sentence, item) {
    this.isRefused = false;
    this.choice.change(choice => (choice[kind] = change(choice[kind])));
    this.show(item);
    const { all } = this.choice;
    const values = { count: all[kind].length, cases: all.case.length, cities: all.city.length };
    const hasBoth = values.cases && values.cities;
    this.say(hasBoth ? `${sentence} ${this.words.both}` : sentence, { ...values, ...(item && { title: named(item) }) });
  }

  say(sentence, values) {
    this.said.replaceChildren(...filled(sentence, values));
  }

  setOpen(isOpen) {
    this.isOpen = isOpen;
    this.show();
  }

  address(kind, items) {
    const query = items.map(item => `${kind}=${encodeURIComponent(item.slug)}`).join("&");
    return `/${document.documentElement.lang}/compare?${query}`;
  }

  /* Says how what is chosen stands to what the page compares: the page shows "none", the "same" or "others". */
  get onThisPage() {
    const slugs = this.compared.map(({ slug }) => slug);
    if (!slugs.length || this.compared[0].kind !== this.kind) return "none";
    const chosen = this.choice.all[this.kind];
    return chosen.length === slugs.length && chosen.every(item => slugs.includes(item.slug)) ? "same" : "others";
  }

  /* Shows everything as it now stands. */
  show(removed) {
    const { all } = this.choice;
    const offers = this.compared.length > 0;
    const other = KINDS.find(kind => kind !== this.about);
    const kind = !offers && !all[this.about].length && all[other].length ? other : this.about;
    const lost = this.focusPlace(kind);
    this.kind = kind;
    this.tray.hidden = this.skip.hidden = !(offers || all.case.length || all.city.length);
    this.showBar(all[kind]);
    this.showSwitch(all);
    this.showBody(all);
    for (const control of this.controls) this.showControl(control, all);
    this.restoreFocus(lost, removed);
    this.makeRoom();
  }

  showBar(items) {
    const { words, kind } = this;
    const state = this.onThisPage;
    const count = items.length;
    this.fold.textContent = state === "others" && !count ? words.absent : this.word("title", kind, count);
    this.fold.setAttribute("aria-expanded", String(this.isOpen));
    this.go.textContent = count > 1 ? this.word("go", kind, count) : this.word("more", kind, count);
    this.go.href = this.address(kind, items);
    this.go.hidden = !count || state === "same" || (state === "others" && !this.isOpen);
    this.go.classList.toggle("main", state === "none");
    this.keep.textContent = count ? words.replace : words.keep;
    this.keep.hidden = state !== "others";
  }

  /* With both kinds chosen, the counts of both are in view, and either is a step away. */
  showSwitch(all) {
    this.switch.hidden = !KINDS.every(kind => kind === this.kind || all[kind].length);
    for (const button of this.switches) {
      const { show } = button.dataset;
      button.textContent = this.word("chosen", show, all[show].length);
      button.setAttribute("aria-pressed", String(show === this.kind));
    }
  }

  word(name, kind, count) {
    return this.words[name + (kind === "case" ? "Case" : "City")].replace("{count}", count);
  }

  showBody(all) {
    const { words, kind } = this;
    const state = this.onThisPage;
    this.body.hidden = !this.isOpen;
    this.items.replaceChildren(...all[kind].map(item => this.entry(item)));
    const hints = [
      state === "same" && words.shown,
      state === "others" && (all[kind].length ? words.differs : words.empty),
      state === "none" && all[kind].length >= this.choice.most && words.full,
      !this.choice.isStored && words.unsaved,
    ];
    this.hint.textContent = hints.filter(Boolean).join(" ");
    this.hint.hidden = !(this.hint.textContent && (this.isOpen || this.isRefused || !this.choice.isStored));
    this.clear.hidden = !all[kind].length;
  }

  entry(item) {
    const entry = this.pattern.cloneNode(true);
    const link = entry.querySelector("a");
    const plural = this.kind === "case" ? "cases" : "cities";
    link.href = `/${document.documentElement.lang}/${plural}/${item.slug}`;
    link.append(named(item));
    const button = entry.querySelector("button");
    button.querySelector("[data-named]").replaceWith(named(item));
    const { kind } = this;
    button.addEventListener("click", () => this.remove(kind, item));
    return entry;
  }

  showControl({ node, kind, item }, all) {
    const isChosen = all[kind].some(kept => kept.slug === item.slug);
    const isFull = !isChosen && all[kind].length >= this.choice.most;
    node.closest(".choice").dataset.state = isChosen ? "in" : isFull ? "full" : "out";
    if (node.localName === "input") node.checked = isChosen;
    if (isFull) node.setAttribute("aria-disabled", "true");
    else node.removeAttribute("aria-disabled");
  }

  /* Where the focus is in the list, to be given back to what stands there afterwards. */
  focusPlace(kind) {
    if (!this.tray.contains(document.activeElement)) return null;
    const entry = document.activeElement.closest("li");
    return { place: entry && kind === this.kind ? [...this.items.children].indexOf(entry) : -1 };
  }

  restoreFocus(lost, removed) {
    if (!lost) return;
    if (this.tray.hidden) {
      const control = this.controls.find(({ item }) => item.slug === removed?.slug);
      (control?.node ?? document.getElementById("main")).focus({ preventScroll: true });
      return;
    }
    const next = this.items.children[Math.min(lost.place, this.items.children.length - 1)];
    const { activeElement } = document;
    if (lost.place >= 0 && next) next.querySelector("button").focus();
    else if (!this.tray.contains(activeElement) || !activeElement.checkVisibility()) this.fold.focus();
  }

  /* The tray lies over the page: what has the focus is scrolled clear of it, and the page's end stays in reach. */
  makeRoom() {
    const isOver = !this.tray.hidden && getComputedStyle(this.tray).position === "fixed";
    document.documentElement.style.setProperty("--tray", isOver ? `${this.tray.offsetHeight}px` : "0px");
  }
}

const template = document.getElementById("compare-tray");
if (template) new Tray(template);
