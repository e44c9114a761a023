//! The Markdown copies of pages, `llms.txt` and `llms-full.txt`.

use crate::support::Project;

const CONFIG: &str = "url: example.com/docs\nbranding: {title: Shop}\n";

#[test]
fn copies_stand_beside_their_folders_and_are_what_the_author_wrote_without_its_workings() {
    let project = Project::with(&[
        ("retype.yml", CONFIG),
        (
            "README.md",
            "---\nlabel: Start\n---\n# Home\n\n\n\n\nYear {{ year }}. %%hidden%% `%%a%% %%b%%`\n\n%%\nmore\n%%\n\nEnd\n",
        ),
        (
            "API.md",
            "# Api\n\n[[Guide]] and [[guide#part|a part]]s, ![[cat.png|Cat]], [[nowhere]].\n\n```\nkept\n\n\n[[Guide]] %%x%%\n```\n",
        ),
        ("guides/index.md", "# Guide\n\n!!!\n{{ include \"note\" }}\n!!!\n\n## Part\n"),
        ("guides/_includes/note.md", "Noted.\n"),
        ("_includes/top.md", "On every page\n"),
        ("images/cat.png", ""),
        ("api/moved.md", "---\nredirect: /api.md\n---\n"),
        ("secret.md", "---\nvisibility: private\n---\n# Secret words\n"),
        ("unlisted.md", "---\nvisibility: hidden\n---\n# Unlisted words\n"),
    ]);
    let run = project.rasher(&["build"]);
    let read = |path: &str| project.read(&format!(".retype/{path}"));
    assert_eq!(read("readme.md"), "# Home\n\nYear 2025.  `%%a%% %%b%%`\n\nEnd\n", "{}", run.err);
    assert_eq!(
        read("api.md"),
        "# Api\n\n[Guide](/guides/index.md) and [a parts](/guides/index.md#part), ![Cat](/images/cat.png), nowhere.\n\n\
         ```\nkept\n\n\n[[Guide]] %%x%%\n```\n"
    );
    assert_eq!(read("guides/index.md"), "# Guide\n\n!!!\nNoted.\n!!!\n\n## Part\n");
    assert!(read("api/index.html").contains("<link rel=\"alternate\" type=\"text/markdown\" href=\"../api.md\">"));
    assert!(read("index.html").contains("<link rel=\"alternate\" type=\"text/markdown\" href=\"readme.md\">"));
    assert!(project.has(".retype/unlisted.md") && !project.has(".retype/api/moved.md"));
    assert!(!project.has(".retype/secret.md"));
    for file in ["llms.txt", "llms-full.txt"] {
        let text = read(file);
        assert!(!text.contains("Secret") && !text.contains("Unlisted") && !text.contains("moved"), "{text}");
    }
}

#[test]
fn language_models_are_told_the_pages_in_the_order_of_the_navigation() {
    let project = Project::with(&[
        ("retype.yml", CONFIG),
        ("readme.md", "# Welcome\n\nBacon for all.\n"),
        ("b.md", "---\norder: 2\n---\n# Bee [1]\n\nBuzz.\n"),
        ("a.md", "# Ay\n"),
        ("guides/one.md", "---\nlabel: First\n---\n# One\n\nThe first.\n"),
        ("guides/deep/two.md", "# Two\n"),
        ("aside.md", "---\nlayout: page\n---\n# Aside\n"),
        ("blog/2025-01-02-new.md", "# New\n\nNews.\n"),
        ("blog/2024-01-02-old.md", "# Old\n"),
    ]);
    let run = project.rasher(&["build"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_eq!(
        project.read(".retype/llms.txt"),
        "# Shop\n\n> Bacon for all.\n\n\
         - [Welcome](https://example.com/docs/readme.md): Bacon for all.\n\
         - [Bee \\[1\\]](https://example.com/docs/b.md): Buzz.\n\
         - [Ay](https://example.com/docs/a.md)\n\
         - [Aside](https://example.com/docs/aside.md)\n\
         \n## Guides\n\n\
         - [Two](https://example.com/docs/guides/deep/two.md)\n\
         - [One](https://example.com/docs/guides/one.md): The first.\n\
         \n## Blog\n\n\
         - [New](https://example.com/docs/blog/2025-01-02-new.md): News.\n\
         - [Old](https://example.com/docs/blog/2024-01-02-old.md)\n"
    );
    let full = project.read(".retype/llms-full.txt");
    assert!(full.starts_with(
        "# Shop\n\n> Bacon for all.\n\n---\n\nSource: https://example.com/docs/\n\n# Welcome\n\nBacon for all.\n\n---\n"
    ));
}

#[test]
fn a_description_of_several_lines_is_one_in_the_list_of_pages() {
    let configuration = "meta:\n  description: |\n    One\n    two.\n";
    let project = Project::built(&[("rasher.yml", configuration), ("content/index.md", "# A\n")]);
    assert!(project.read("public/llms.txt").starts_with("# A\n\n> One two.\n\n- ["));
}

#[test]
fn an_authors_own_llms_txt_is_published_as_it_is() {
    let project = Project::with(&[("retype.yml", ""), ("readme.md", "# A\n"), ("llms.txt", "mine")]);
    project.rasher(&["build"]);
    assert_eq!(project.read(".retype/llms.txt"), "mine");
    assert!(project.read(".retype/llms-full.txt").contains("Source: /\n"));
}

#[test]
fn lines_end_in_all_copies_as_they_do_in_what_is_put_around_them() {
    let project = Project::with(&[
        ("retype.yml", CONFIG),
        (
            "README.md",
            "---\r\nlabel: x\r\n---\r\n# Home\r\n\r\n\r\n\r\n{{ include \"note\" }}\r\n\r\n```\r\na\r\n```\r\n",
        ),
        ("mixed.md", "# Mixed\r\n\n- a\r\n- b\n"),
        ("_includes/note.md", "Noted.\n"),
    ]);
    project.rasher(&["build"]);
    assert_eq!(project.read(".retype/readme.md"), "# Home\n\nNoted.\n\n```\na\n```\n");
    assert_eq!(project.read(".retype/mixed.md"), "# Mixed\n\n- a\n- b\n");
    assert!(!project.read(".retype/llms-full.txt").contains('\r'));
}
