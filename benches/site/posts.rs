//! Posts that are the same on every machine: 1,200 words, six headings, lists, a table, two images, four blocks of code.

use std::fmt::Write;

/// How many tags there are; each post has three.
const TAGS: [&str; 20] = [
    "automation", "testing", "security", "networking", "storage", "containers", "logging", "monitoring", "performance",
    "tooling", "editors", "packaging", "databases", "caching", "parsing", "compilers", "memory", "profiling", "search",
    "backups",
];

pub const NOUNS: [&str; 32] = [
    "pipeline", "server", "module", "package", "cache", "index", "query", "table", "record", "session", "token",
    "request", "worker", "queue", "buffer", "stream", "archive", "snapshot", "volume", "cluster", "router", "policy",
    "profile", "template", "parser", "release", "report", "metric", "schedule", "manual", "reader", "machine",
];

const ADJECTIVES: [&str; 16] = [
    "small", "quiet", "slow", "fast", "stable", "old", "internal", "public", "remote", "nightly", "explicit", "empty",
    "portable", "simple", "partial", "final",
];

const VERBS: [&str; 16] = [
    "build", "deploy", "test", "measure", "inspect", "restore", "rotate", "publish", "render", "parse", "migrate",
    "profile", "rename", "split", "merge", "verify",
];

/// `N` is a noun, `A` an adjective, `V` a verb.
const SENTENCES: [&str; 12] = [
    "The A N is often the part that people forget, so we V it before the N starts.",
    "Most of the time is spent in the N, and very little of it in the A N that everybody blames.",
    "If the N is A, the N will report a A value and the rest of the N carries on.",
    "We tried to V every N in one go, which worked for a A N but not for a A one.",
    "It is worth looking at the N on a A machine first, because the N there is rarely the same as yours.",
    "There are two ways to V a N: the A one, which needs a N, and the A one, which does not.",
    "Keep the N next to the N it belongs to, otherwise the next person will look in the **wrong** place.",
    "A N that nobody can V is a N that will be copied, and the copy drifts from the `N`.",
    "When the N grows past a few hundred entries, it becomes the A part of the *day*.",
    "You can V the N with one command, or let the N do it whenever the N changes.",
    "Every N has exactly one owner, and the owner decides when the A N is good enough to ship.",
    "Start with the A case, write down what the N does, and only then V the N around it.",
];

/// Languages and what their blocks are put together from; `I` is an identifier, `#` a number.
const CODE: [(&str, [&str; 4]); 5] = [
    (
        "rust",
        [
            "/// A I.\n#[derive(Debug, Clone, Default)]\npub struct Entry {\n    I: Vec<String>,\n    limit: usize,\n}\n",
            "impl Entry {\n    pub fn I(&mut self, key: &str) -> Option<u64> {\n        let hash = key.bytes().fold(#u64, |h, b| h.wrapping_mul(31) ^ u64::from(b));\n        (self.limit > #).then_some(hash)\n    }\n}\n",
            "fn I(input: &Path) -> io::Result<Vec<u8>> {\n    let mut out = Vec::with_capacity(#);\n    for line in BufReader::new(File::open(input)?).lines() {\n        let line = line?; // one I\n        writeln!(out, \"{:>4} {}\", line.len(), line.trim_end())?;\n    }\n    Ok(out)\n}\n",
            "#[test]\nfn I_is_kept() {\n    let mut v: Vec<_> = (0..#).map(|x| x * 2).collect();\n    v.sort_by(|a, b| b.cmp(a));\n    assert_eq!(v.first(), Some(&#), \"I\");\n}\n",
        ],
    ),
    (
        "python",
        [
            "from dataclasses import dataclass, field\n\n\n@dataclass\nclass Entry:\n    \"\"\"A I.\"\"\"\n\n    name: str\n    I: list[str] = field(default_factory=list)\n    limit: int = #\n",
            "def I(rows, *, key=None, reverse=False):\n    seen = set()\n    for row in rows:\n        k = key(row) if key else row\n        if k in seen:\n            continue  # I\n        seen.add(k)\n        yield row\n",
            "async def I(session, urls, limit=#):\n    sem = asyncio.Semaphore(limit)\n    async with sem, session.get(urls[0]) as r:\n        r.raise_for_status()\n        return await r.text()\n",
            "print(f\"total: {sum(1 for _ in I(range(#)))} of #\")\n",
        ],
    ),
    (
        "js",
        [
            "// I\nimport { readFile } from 'node:fs/promises';\n\nexport class Entry {\n  #I = new Map();\n\n  constructor(options = {}) {\n    this.limit = options.limit ?? #;\n  }\n}\n",
            "const I = document.querySelectorAll('[data-I]');\nfor (const el of I) {\n  el.addEventListener('click', async (event) => {\n    event.preventDefault();\n    const res = await fetch(`/api/I/${el.dataset.id}?limit=#`);\n    if (!res.ok) throw new Error('I: ' + res.status);\n  });\n}\n",
            "function I(list, size = #) {\n  const out = [];\n  for (let i = 0; i < list.length; i += size) {\n    out.push(list.slice(i, i + size)); /* I */\n  }\n  return out;\n}\n",
            "const lines = text.split(/\\r?\\n/).filter((l) => l.trim() !== 'I');\n",
        ],
    ),
    (
        "yaml",
        [
            "# I\nname: I\non:\n  push:\n    branches: [main, release]\n  schedule:\n    - cron: '# 3 * * 1'\n",
            "services:\n  I:\n    image: \"registry.example.com/I:1.#\"\n    restart: unless-stopped\n    environment:\n      LOG_LEVEL: info\n      I: \"#\"\n",
            "I:\n  enabled: true\n  retries: #\n  owner: null\n  rules:\n    - { id: I, action: allow, ttl: 1h }\n",
            "steps:\n  - uses: actions/checkout@v4\n  - name: I\n    run: |\n      set -euo pipefail\n      ./scripts/I.sh --limit #\n",
        ],
    ),
    (
        "bash",
        [
            "#!/usr/bin/env bash\n# I\nset -euo pipefail\n\nreadonly I=\"${1:-/var/lib/I}\"\nlimit=#\n",
            "log() { printf '%s %s\\n' \"$(date -u +%FT%TZ)\" \"$*\" >&2; }\n\nif [[ ! -d \"$I\" ]]; then\n  log \"I: $I\"\n  exit 2\nfi\n",
            "for host in I I I; do\n  ssh -o BatchMode=yes \"$host\" 'sudo systemctl restart I' || {\n    echo \"I on $host\" >&2\n  }\ndone\n",
            "curl -fsSL --retry # \"https://example.com/I.tar.gz\" -o /tmp/I.tar.gz\ntar -xzf /tmp/I.tar.gz -C \"$HOME/.local\" --strip-components=1\n",
        ],
    ),
];

/// Whether blocks of code say their language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    Highlighted,
    Plain,
}

/// A post before it is written in the way of one generator.
pub struct Post {
    pub slug: String,
    pub title: String,
    /// `2015-01-02T08:00:00`.
    pub date: String,
    pub tags: [&'static str; 3],
    pub author: &'static str,
    pub random: Random,
    number: usize,
}

impl Post {
    /// The post of that number, from 1.
    pub fn new(number: usize) -> Self {
        let mut random = Random(number as u64);
        let title = format!(
            "{} the {} {}, part {number}",
            capital(random.pick(&VERBS)),
            random.pick(&ADJECTIVES),
            random.pick(&NOUNS)
        );
        let first = random.below(TAGS.len());
        let tags = [0, 7, 13].map(|step| TAGS[(first + step) % TAGS.len()]);
        let date = format!("{}-{:02}-{:02}T08:00:00", 2015 + number / 336 % 10, 1 + number / 28 % 12, 1 + number % 28);
        let author = random.pick(&["Ada Lindqvist", "Bo Okafor", "Carmen Ruiz", "Dmitri Novak"]);
        Self { slug: format!("page-{number:06}"), title, date, tags, author, random, number }
    }

    /// The Markdown, with the links of one generator; `count` is how many posts there are.
    pub fn body(mut self, count: usize, code: Code, link: impl Fn(&str) -> String) -> String {
        let random = &mut self.random;
        let mut text = format!("{}\n", paragraph(random, 4));
        for section in 0..6 {
            let level = if matches!(section, 2 | 4) { "###" } else { "##" };
            let (adjective, noun) = (random.pick(&ADJECTIVES), random.pick(&NOUNS));
            write!(text, "{level} What the {adjective} {noun} needs {section}\n\n{}", paragraph(random, 4)).unwrap();
            if section % 2 == 0 {
                let other = format!("page-{:06}", 1 + (self.number + 7 * section + 3) % count);
                write!(text, " See also [this post]({}).", link(&other)).unwrap();
            }
            text.push_str("\n\n");
            if section < 4 {
                block(&mut text, random, self.number + section, code);
            }
            if matches!(section, 1 | 3 | 4) {
                list(&mut text, random, if section == 3 { "1." } else { "-" });
            }
            if section == 2 {
                table(&mut text, random);
            }
            if matches!(section, 0 | 5) {
                writeln!(text, "![A {} {}](/img/tiny.png)\n", random.pick(&ADJECTIVES), random.pick(&NOUNS)).unwrap();
            }
            write!(text, "{}\n\n", paragraph(random, 4)).unwrap();
        }
        text
    }
}

pub fn paragraph(random: &mut Random, sentences: usize) -> String {
    let mut text = Vec::new();
    for _ in 0..sentences {
        let sentence = random.pick(&SENTENCES);
        let words = sentence.split(' ').map(|word| {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            match bare {
                "N" => word.replace('N', random.pick(&NOUNS)),
                "A" if word == "A" => random.pick(&ADJECTIVES).to_owned(),
                "V" => word.replace('V', random.pick(&VERBS)),
                _ => word.to_owned(),
            }
        });
        text.push(words.collect::<Vec<_>>().join(" "));
    }
    text.join(" ")
}

pub fn block(text: &mut String, random: &mut Random, language: usize, code: Code) {
    let (language, chunks) = &CODE[language % CODE.len()];
    let language = if code == Code::Highlighted { language } else { "" };
    writeln!(text, "```{language}").unwrap();
    let lines = 10 + random.below(25);
    let start = text.matches('\n').count();
    while text.matches('\n').count() < start + lines {
        for c in random.pick(chunks).chars() {
            match c {
                'I' => write!(text, "{}_{}", random.pick(&NOUNS), random.pick(&NOUNS)).unwrap(),
                '#' if text.ends_with([' ', '(', '=', '&', '.', '\'', '"']) => {
                    write!(text, "{}", random.below(90)).unwrap();
                }
                c => text.push(c),
            }
        }
    }
    text.push_str("```\n\n");
}

pub fn list(text: &mut String, random: &mut Random, mark: &str) {
    for _ in 0..5 {
        writeln!(
            text,
            "{mark} {} the {} {}, and `{}`",
            random.pick(&VERBS),
            random.pick(&ADJECTIVES),
            random.pick(&NOUNS),
            random.pick(&NOUNS)
        )
        .unwrap();
    }
    text.push('\n');
}

pub fn table(text: &mut String, random: &mut Random) {
    text.push_str("| Name | Kind | Time (ms) | Remarks |\n| --- | :-: | --: | --- |\n");
    for _ in 0..6 {
        let (name, kind, time) = (random.pick(&NOUNS), random.pick(&ADJECTIVES), random.below(9000));
        writeln!(text, "| `{name}` | {kind} | {time} | the {} {} |", random.pick(&ADJECTIVES), random.pick(&NOUNS))
            .unwrap();
    }
    text.push('\n');
}

fn capital(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}

/// SplitMix64 (Steele, Lea and Flood 2014): the same numbers everywhere.
pub struct Random(u64);

impl Random {
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % bound as u64) as usize
    }

    pub fn pick(&mut self, words: &[&'static str]) -> &'static str {
        words[self.below(words.len())]
    }
}
