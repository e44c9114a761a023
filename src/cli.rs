//! The arguments of each command.

use std::io::Write;

use camino::Utf8PathBuf;
use clap::{Args, Parser, Subcommand};

use crate::commands::new::{Kind, Readiness};
use crate::commands::schema::{Form, Subject};
use crate::commands::{self, Outcome, Reporter, Verbosity};
use crate::diagnostic::report::Format;
use crate::error::{Error, Result};
use crate::seal::Password;
use crate::source::{self, Overrides, Purpose, Unpublished};
use crate::stack::STACK;

/// Turns a folder of Markdown, written in Retype's dialect or plain CommonMark, into a fast and accessible site.
#[derive(Debug, Parser)]
#[command(name = "rasher", bin_name = "rasher", version, arg_required_else_help = true, propagate_version = true)]
#[command(after_help = "Examples:
  rasher init my-site          make a small site to begin with
  rasher build                 build the project in this folder
  rasher build docs --strict   build `docs`, and fail on warnings
  rasher serve                 show it in the browser while you write
  rasher check --fix           look for mistakes, and mend what is mechanical
  rasher explain dead-link     what a diagnostic means and how to mend it

Exit codes: 0 fine, 1 mistakes in the project (errors; warnings with --strict), 2 the environment does not allow it.")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a small site to begin with; in a Retype project, tell what to expect and change nothing
    Init {
        /// The folder; it is made if it is not there
        #[arg(default_value = ".")]
        folder: Utf8PathBuf,
    },
    /// Make a page or a post with its front matter, and print its path
    #[command(after_help = "Examples:
  rasher new post \"What happened today\"         content/blog/2025-09-05-what-happened-today.md
  rasher new page \"Getting started\" --in guide   content/guide/getting-started.md")]
    New(New),
    /// Build a project's site into a folder
    Build(Build),
    /// Look for mistakes in a whole project without writing its site
    Check(Check),
    /// Show a project in the browser while it is written
    #[command(alias = "start")]
    Serve(Serve),
    /// Tell what a diagnostic means and how to mend it, or what a key does
    Explain {
        /// A diagnostic, as in `warning[dead-link]`, or a key such as `branding.title`; without it, all diagnostics are listed
        name: Option<String>,
    },
    /// Describe the keys of the configuration or of front matter, for editors and for people
    #[command(after_help = "Examples:
  rasher schema config > rasher.schema.json    then begin rasher.yml with
                                               # yaml-language-server: $schema=rasher.schema.json
  rasher schema front-matter --form markdown   a table to read")]
    Schema {
        /// What to describe
        subject: Subject,
        /// In which form
        #[arg(long, value_enum, default_value_t = Form::Json)]
        form: Form,
    },
}

#[derive(Debug, Args)]
struct New {
    /// What to make
    kind: Kind,
    /// Its title, from which the name of its file is made
    #[arg(value_parser = commands::new::title)]
    title: String,
    /// The folder in the input folder; for posts, in that of the blog
    #[arg(long = "in", value_name = "FOLDER", value_parser = commands::new::folder, default_value = "", hide_default_value = true)]
    folder: Utf8PathBuf,
    /// Leave it out of builds until `draft: true` is taken out
    #[arg(long)]
    draft: bool,
    /// The project's folder or configuration file
    #[arg(long, default_value = ".")]
    project: Utf8PathBuf,
}

/// What the site is made of.
#[derive(Debug, Args)]
struct Site {
    /// The project's folder or configuration file (`rasher.yml`, `retype.yml`)
    #[arg(default_value = ".")]
    project: Utf8PathBuf,
    /// Configuration as JSON, merged over that of the files; `null` takes a key out
    #[arg(long = "override", value_name = "JSON", value_parser = source::overriding)]
    config: Option<String>,
    /// Also publish pages that say `draft: true`
    #[arg(long)]
    drafts: bool,
    /// Also publish pages with a date in the future
    #[arg(long)]
    future: bool,
    /// The password of protected and private pages; better given in the variable RASHER_PASSWORD, where it is not seen in lists
    /// of processes
    #[arg(long, value_name = "TEXT")]
    password: Option<String>,
    /// Leave demos out: neither compile nor run the crates under `demos/`
    #[arg(long)]
    no_demos: bool,
    #[command(flatten)]
    needless: Needless,
}

/// What scripts written for Retype say that makes no sense here; taken, so that they go on working, and told.
#[derive(Debug, Args)]
struct Needless {
    #[arg(long, hide = true, value_name = "KEY")]
    key: Option<String>,
    #[arg(long, hide = true)]
    pro: bool,
    #[arg(short, long, hide = true)]
    api: bool,
}

#[derive(Debug, Args)]
struct Build {
    #[command(flatten)]
    site: Site,
    /// Write the site to this folder instead of the configured one
    #[arg(short, long, value_name = "DIR")]
    output: Option<Utf8PathBuf>,
    /// The address that the site will be published at, such as `https://example.com/docs`
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Neither use nor fill the project's cache in `.rasher/cache`
    #[arg(long)]
    no_cache: bool,
    /// Exit with 1 when there are warnings
    #[arg(long)]
    strict: bool,
    /// How findings are printed
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Say nothing but errors
    #[arg(short, long, conflicts_with = "verbose")]
    quiet: bool,
    /// Also say how long each step took
    #[arg(short, long)]
    verbose: bool,
}

#[derive(Debug, Args)]
struct Check {
    #[command(flatten)]
    site: Site,
    /// Mend what is mechanical in the sources: the case of paths, links to files that moved, `# ps1` fences
    #[arg(long)]
    fix: bool,
    /// Also ask other hosts whether the addresses that pages link to are there
    #[arg(long)]
    external: bool,
    /// Exit with 1 when there are warnings
    #[arg(long)]
    strict: bool,
    /// How findings are printed
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Say nothing but errors
    #[arg(short, long)]
    quiet: bool,
}

#[derive(Debug, Args)]
struct Serve {
    #[command(flatten)]
    site: Site,
    /// Port to listen on, which must be free; by default 5001 or the next that is
    #[arg(short, long)]
    port: Option<u16>,
    /// Name or address to listen on; `0.0.0.0` lets other machines in
    #[arg(long)]
    host: Option<String>,
    /// Open the site in the browser
    #[arg(short, long)]
    open: bool,
    /// Do not open the browser, whatever the configuration says
    #[arg(short, long, conflicts_with = "open")]
    no_open: bool,
    /// Look at files every second, for file systems that do not tell of changes
    #[arg(long)]
    poll: bool,
    #[arg(short, long, hide = true)]
    verbose: bool,
    /// Say nothing but errors
    #[arg(short, long)]
    quiet: bool,
}

/// Runs the command that the process was called with.
pub fn run() -> Outcome {
    let cli = Cli::parse();
    // Where threads cannot be had so, the system's own have to do.
    rayon::ThreadPoolBuilder::new().stack_size(STACK).build_global().ok();
    let main = std::thread::Builder::new().stack_size(STACK).spawn(|| told(run_command(cli)));
    match main {
        Ok(main) => main.join().unwrap_or(Outcome::Failed),
        Err(error) => told(Err(Error::System { action: "begin", error })),
    }
}

fn run_command(cli: Cli) -> Result<Outcome> {
    cli.command.tell_needless();
    match cli.command {
        Command::Init { folder } => commands::init::run(&folder),
        Command::New(new) => commands::new::run(&new.options()),
        Command::Build(build) => commands::build::run(&build.options()),
        Command::Check(check) => commands::check::run(&check.options()),
        Command::Serve(serve) => commands::serve::run(&serve.options()),
        Command::Explain { name } => Ok(commands::explain::run(name.as_deref())),
        Command::Schema { subject, form } => Ok(commands::schema::run(subject, form)),
    }
}

/// How a command ended; why it failed is told.
fn told(result: Result<Outcome>) -> Outcome {
    result.unwrap_or_else(|error| {
        let hint = error.hint().map(|hint| format!("\n  help: {hint}")).unwrap_or_default();
        writeln!(std::io::stderr(), "error: {error}{hint}").ok();
        Outcome::Failed
    })
}

impl Command {
    fn tell_needless(&self) {
        let (site, quiet) = match self {
            Self::Build(build) => (&build.site, build.quiet),
            Self::Check(check) => (&check.site, check.quiet),
            Self::Serve(serve) => (&serve.site, serve.quiet),
            Self::Init { .. } | Self::New(_) | Self::Explain { .. } | Self::Schema { .. } => return,
        };
        if !quiet {
            site.needless.tell();
        }
    }
}

impl New {
    fn options(self) -> commands::new::Options {
        let readiness = if self.draft { Readiness::Draft } else { Readiness::Finished };
        let Self { kind, title, folder, project, .. } = self;
        commands::new::Options { kind, title, folder, readiness, project }
    }
}

impl Needless {
    fn tell(&self) {
        let Self { key, pro, api } = self;
        let no_licence = "Rasher needs no licence, and everything is simply there";
        for (option, is_given, why) in [
            ("--key", key.is_some(), no_licence),
            ("--pro", *pro, no_licence),
            ("--api", *api, "Rasher makes no pages of .NET assemblies"),
        ] {
            if is_given {
                writeln!(std::io::stderr(), "note: `{option}` has no effect: {why}").ok();
            }
        }
    }
}

impl Site {
    fn overrides(&self, purpose: Purpose) -> Overrides {
        let unpublished = Unpublished { drafts: self.drafts, future: self.future };
        let password = self.password.clone().and_then(Password::new);
        Overrides { output: None, base_url: None, config: self.config.clone(), purpose, unpublished, password }
    }
}

impl Build {
    fn options(self) -> commands::build::Options {
        commands::build::Options {
            overrides: Overrides {
                output: self.output,
                base_url: self.base_url,
                ..self.site.overrides(Purpose::Build)
            },
            project: self.site.project,
            demos: !self.site.no_demos,
            cache: !self.no_cache,
            strict: self.strict,
            reporter: Reporter { format: self.format, verbosity: verbosity(self.quiet, self.verbose) },
        }
    }
}

impl Check {
    fn options(self) -> commands::check::Options {
        commands::check::Options {
            overrides: self.site.overrides(Purpose::Build),
            project: self.site.project,
            demos: !self.site.no_demos,
            fix: self.fix,
            external: self.external,
            strict: self.strict,
            reporter: Reporter { format: self.format, verbosity: verbosity(self.quiet, false) },
        }
    }
}

impl Serve {
    fn options(self) -> commands::serve::Options {
        let overrides = self.site.overrides(Purpose::Preview);
        let project = commands::serve::Project { project: self.site.project, overrides, demos: !self.site.no_demos };
        commands::serve::Options {
            project,
            host: self.host,
            port: self.port,
            open: match (self.open, self.no_open) {
                (true, _) => Some(true),
                (_, true) => Some(false),
                _ => None,
            },
            poll: self.poll,
            reporter: Reporter { format: Format::Human, verbosity: verbosity(self.quiet, self.verbose) },
        }
    }
}

fn verbosity(quiet: bool, verbose: bool) -> Verbosity {
    match (quiet, verbose) {
        (true, _) => Verbosity::Quiet,
        (_, true) => Verbosity::Verbose,
        _ => Verbosity::Normal,
    }
}
