// The store, live: the second driver of the schedule, with one Web Worker per runspace.
//
// Nothing is decided and nothing is drawn here.  The WebAssembly module in the page keeps the schedule, says which till to open
// and whom to start where, and produces the HTML; this script has the Workers, the clock and the buttons.  Every Worker has an
// instance of the same module to itself, with its own memory, which is just what a runspace is.  `src/wasm.rs` tells the
// numbers that go in and out.
(() => {
  "use strict";

  const NAME = "runspace-pool";
  const [OPEN, SUBMIT, TILL_OPENED, , ENDED, LOST, , MIN, MAX, TICK, CLOSE, TILL_CLOSED] = Array(12).keys();
  const [OPEN_TILL, START, INTERRUPT, CLOSE_TILL, CANCEL] = Array(5).keys();
  const [, FAILED, STOPPED] = Array(3).keys();
  const [STATUS, TIMES, TIMELINE, RESULTS] = Array(4).keys();
  const PARTS = ["status", "times", "timeline", "results"];
  // How often the picture changes while only time passes, and how often progress is read aloud.
  const FRAME = 40;
  const ALOUD = 2500;

  // Runs in the Worker.  It becomes a Blob, because from disk a Worker cannot have a file of its own.
  function runspace() {
    let wasm;
    onmessage = async ({ data: { module, seed, customers, work, job } }) => {
      try {
        if (module) {
          wasm = (await WebAssembly.instantiate(module)).exports;
          return postMessage({ ready: true });
        }
        if (!work) await new Promise((done) => setTimeout(done, wasm.latency(seed, customers, job)));
        const kind = wasm.serve(seed, customers, job, work);
        postMessage({ job, kind, bytes: new Uint8Array(wasm.memory.buffer, wasm.text(), wasm.text_len()).slice() });
      } catch (error) {
        postMessage({ job, lost: true, bytes: new TextEncoder().encode(`the script panicked: ${error.message}`) });
      }
    };
  }

  // The module comes as base64 in a classic script, which works from disk too, and only when somebody wants to play.
  let loading;
  const load = (address) => (loading ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => done(window.rasherDemos[NAME]);
    script.onerror = failed;
    document.head.append(script);
  }).then((text) => WebAssembly.compile(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)))));

  function hydrate(demo) {
    // Without a module the page has the recorded run, and the style sheet hides the controls.
    if (!demo.dataset.module) return;
    const form = demo.querySelector("form");
    const { foreach, pool, stop, customers, min, max } = form.elements;
    const aloud = demo.querySelector(".rp-aloud");
    const parts = PARTS.map((part) => demo.querySelector(`[data-part=${part}]`));
    const recorded = parts.map((part) => part.innerHTML);
    const still = matchMedia("(prefers-reduced-motion: reduce)");
    const seed = +form.dataset.seed;
    // `visit` changes when the page is left, so that what was begun before is not continued after.
    let module, wasm, worker, run, visit = 0;

    const say = (text) => (parts[STATUS].textContent = aloud.textContent = text);

    if (!window.Worker || !window.WebAssembly) {
      form.remove();
      say("This browser cannot run the store (it needs Web Workers and WebAssembly); here is a recorded run.");
      return;
    }

    // One run of the store, from opening to closing.
    function begin(isPool, settings) {
      const tills = new Map();
      const events = [];
      const began = performance.now();
      let submitted = 0, timer = 0, frame = 0, drawn = 0, told = 0, over = false;
      const now = () => performance.now() - began;

      // Events wait in line: a command may cause the next event before its own step is done.
      function tell(...event) {
        events.push(event);
        if (events.length > 1) return;
        for (; events.length; events.shift()) step(...events[0]);
        clearTimeout(timer);
        const tick = wasm.next_tick();
        if (tick >= 0) timer = setTimeout(tell, Math.max(tick - now(), 0) + 1, TICK);
        draw([STATUS, TIMES, TIMELINE, RESULTS]);
        speak();
        if (!over && !frame && !still.matches) frame = requestAnimationFrame(animate);
      }

      function step(event, a = 0, b = 0) {
        const count = wasm.step(now(), event, a, b);
        if (count < 0) return false;
        const commands = new Uint32Array(wasm.memory.buffer, wasm.commands(), count * 3).slice();
        for (let at = 0; at < commands.length; at += 3) carryOut(...commands.subarray(at, at + 3));
        // The schedule refuses customers until the store is open; then they all come at once, as in the post's script.
        if (event === TILL_OPENED) while (submitted < settings.customers && step(SUBMIT, submitted)) submitted++;
        if (!over && wasm.finished()) {
          over = true;
          events.push([CLOSE]);
          busy(false);
        }
        return true;
      }

      function carryOut(command, a, b) {
        if (command === OPEN_TILL) open(a);
        if (command === START) tills.get(b).postMessage({ ...settings, seed, job: a });
        if (command === CANCEL) answer(a, STOPPED);
        if (command === INTERRUPT) {
          answer(a, STOPPED);
          lose(b, a);
        }
        if (command === CLOSE_TILL) {
          shut(a);
          tell(TILL_CLOSED, a);
        }
      }

      function open(till) {
        let ready = false, at;
        try {
          at = new Worker(worker);
        } catch {
          return setTimeout(broken);
        }
        tills.set(till, at);
        at.onerror = () => ready || broken();
        at.onmessage = ({ data }) => {
          if (tills.get(till) !== at) return;
          if (data.ready) {
            ready = true;
            tell(TILL_OPENED, till);
          } else if (!ready) {
            broken();
          } else {
            answer(data.job, data.lost ? FAILED : data.kind, data.bytes);
            if (data.lost) lose(till, data.job);
            else tell(ENDED, data.job, till);
          }
        };
        at.postMessage({ module });
      }

      function answer(job, kind, bytes = []) {
        new Uint8Array(wasm.memory.buffer, wasm.room(bytes.length), bytes.length).set(bytes);
        wasm.answer(now(), job, kind);
      }

      function shut(till) {
        tills.get(till).terminate();
        tills.delete(till);
      }

      function lose(till, job) {
        shut(till);
        tell(LOST, job, till);
      }

      function end() {
        over = true;
        clearTimeout(timer);
        cancelAnimationFrame(frame);
        [...tills.keys()].forEach(shut);
      }

      function broken() {
        end();
        busy(false);
        parts.forEach((part, at) => (part.innerHTML = recorded[at]));
        say("The browser refused to open a till (a Web Worker); here is the recorded run again.");
      }

      function animate() {
        frame = over ? 0 : requestAnimationFrame(animate);
        if (frame && now() - drawn >= FRAME) draw([TIMES, TIMELINE]);
      }

      function draw(which) {
        drawn = now();
        for (const part of which) {
          wasm.draw(drawn, part);
          const bytes = new Uint8Array(wasm.memory.buffer, wasm.text(), wasm.text_len());
          parts[part].innerHTML = new TextDecoder().decode(bytes);
        }
      }

      // Every customer aloud would be a chatter; now and then, and the end, is enough.
      function speak() {
        if (!over && drawn - told < ALOUD) return;
        told = drawn;
        const text = parts[STATUS].textContent;
        if (aloud.textContent !== text) aloud.textContent = text;
      }

      return { isPool, tell, end };
    }

    function busy(is) {
      form.dataset.busy = is;
      for (const button of [foreach, pool]) button.setAttribute("aria-disabled", is);
      stop.setAttribute("aria-disabled", !is);
    }
    const isBusy = () => form.dataset.busy === "true";

    async function start(isPool) {
      // `aria-disabled` keeps the keyboard's place, and so a second press arrives here.
      if (isBusy()) return;
      busy(true);
      const mine = visit;
      try {
        if (!wasm) {
          say("The store is being built…");
          module = await load(demo.dataset.module);
          wasm = (await WebAssembly.instantiate(module)).exports;
          worker = URL.createObjectURL(new Blob([`(${runspace})()`], { type: "text/javascript" }));
        }
      } catch {
        // The next press asks for it again: it may only have been out of reach.
        loading = undefined;
        busy(false);
        say("The store could not be built in this browser; here is the recorded run.");
        return;
      }
      if (visit !== mine) return;
      run?.end();
      const settings = { customers: +customers.value, work: +form.elements.work.value };
      wasm.prepare(isPool, +min.value, +max.value, seed, settings.customers, settings.work);
      run = begin(isPool, settings);
      run.tell(OPEN);
    }

    foreach.onclick = () => start(false);
    pool.onclick = () => start(true);
    stop.onclick = () => {
      if (!isBusy()) return;
      if (wasm) return run.tell(CLOSE);
      visit++;
      busy(false);
      say("The store stayed closed.");
    };
    form.onsubmit = (event) => event.preventDefault();

    const show = () => [customers, min, max].forEach((slider) => (slider.previousElementSibling.textContent = slider.value));

    // The bounds push each other, so the minimum is never above the maximum.  An open pool gets them at once, the one that makes
    // room first: `SetMaxRunspaces`, `SetMinRunspaces`.
    form.oninput = ({ target }) => {
      if (target === min && +min.value > +max.value) max.value = min.value;
      if (target === max && +max.value < +min.value) min.value = max.value;
      show();
      if (!isBusy() || !run?.isPool || (target !== min && target !== max)) return;
      const changes = [[MAX, +max.value], [MIN, +min.value]];
      for (const change of target === min ? changes : changes.reverse()) run.tell(...change);
    };

    // A page that is left may come back from the browser's memory; then its store is closed and can be opened again.
    addEventListener("pagehide", () => {
      visit++;
      run?.end();
      if (!isBusy()) return;
      busy(false);
      say("The store closed when the page was left.");
    });

    // The browser may have kept the sliders of an earlier visit.
    show();
    busy(false);
    form.querySelector("fieldset").disabled = false;
  }

  document.querySelectorAll(`[data-demo="${NAME}"]`).forEach(hydrate);
})();
