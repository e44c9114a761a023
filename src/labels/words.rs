//! Every word, with its names and its English. A word that a page shows and its author did not write has one line here.

/// A word of the site's own.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    /// What templates call it: `labels.next`.
    pub name: &'static str,
    /// What Retype calls it, in one or more places.
    pub of_retype: &'static [&'static str],
    /// What it is in English.
    pub english: &'static str,
}

impl Word {
    /// Every name that a project may call it by.
    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.name).chain(self.of_retype.iter().copied())
    }
}

macro_rules! words {
    ($( $name:literal $(= $of_retype:literal)*: $english:literal; )+) => {
        /// Every word of the theme, by name.
        pub const WORDS: &[Word] = &[$( Word { name: $name, of_retype: &[$($of_retype),*], english: $english } ),+];
    };
}

/// Words of Retype's for what does not exist here.
pub(super) const ONLY_RETYPES: &[&str] = &[
    "Editor_CancelButton_Label",
    "Editor_EditButton_Label",
    "Editor_SaveButton_Label",
    "Filter_NoMembersFound_Label",
    "History_AgoTime_Label",
    "History_DayTime_Label",
    "History_HourTime_Label",
    "History_JustNowTime_Label",
    "History_MinuteTime_Label",
    "History_MonthTime_Label",
    "History_NoHistory_Label",
    "History_SecondTime_Label",
    "History_YearTime_Label",
    "Page_Docs_Title",
    "Search_Navigate_Label",
    "Search_Open_Label",
    "Search_TopResults_Label",
    "Toc_RelatedClasses_Label",
    "Toolbar_Access_Placeholder",
    "Toolbar_Filter_Placeholder",
    "Toolbar_Filters_Placeholder",
];

words! {
    "action_copy_link": "Copy link";
    "action_copy_markdown": "Copy as Markdown";
    "action_print": "Print";
    "action_share": "Share";
    "action_top": "Back to the top";
    "action_view_markdown": "View as Markdown";
    "actions": "Page actions";
    "archive": "Archive";
    "author": "Author";
    "authors": "Authors";
    "authors_all": "authors";
    "backlinks" = "Backlinks_Title": "See also";
    "blog" = "Page_Blog_Title": "Blog";
    "breadcrumb": "Breadcrumb";
    "by" = "PageMeta_By_Label": "By";
    "callout_caution" = "Callout_Caution_Title" = "Note_Caution_Title": "Caution";
    "callout_danger" = "Callout_Danger_Title": "Danger";
    "callout_important" = "Note_Important_Title": "Important";
    "callout_info" = "Callout_Info_Title": "Info";
    "callout_note" = "Callout_Note_Title" = "Note_Note_Title": "Note";
    "callout_question" = "Note_Question_Title": "Question";
    "callout_tip" = "Callout_Tip_Title" = "Note_Tip_Title": "Tip";
    "callout_warning" = "Note_Warning_Title": "Warning";
    "categories" = "Page_Categories_Title": "Categories";
    "categories_all" = "Page_Category_Categories_Label": "categories";
    "category" = "Page_Category_Title": "Category";
    "code": "code";
    "contents" = "Toc_Contents_Label": "Contents";
    "copied": "Copied";
    "copy": "Copy";
    "copy_code": "Copy code";
    "date_format" = "Default_DateFormat": "yyyy-MM-dd";
    "details" = "Panel_Title_Details": "Details";
    "diagram": "Diagram";
    "done": "Done";
    "edit" = "Plugin_Edit_EditThisPage_Label": "Edit this page";
    "filter" = "Sidebar_Filter_Placeholder": "Filter";
    "footer": "Footer";
    "footnote_back": "Back to the text";
    "footnotes": "Footnotes";
    "formula": "Formula";
    "heading_link": "Link to this section";
    "history" = "History_Title_Label": "History";
    "history_clear" = "History_ClearLink_Label": "Clear";
    "home": "Home";
    "in" = "PageMeta_In_Label": "In";
    "links": "Links";
    "menu": "Menu";
    "moved": "This page has moved:";
    "navigation": "Navigation";
    "newer" = "ContentFooter_NewerButton_Label": "Newer";
    "next" = "ContentFooter_NextButton_Label": "Next";
    "not_found" = "Page_404_Title": "Not found";
    "not_found_body" = "Page_404_MessageBody": "You may have mistyped the address, or the page has moved.";
    "not_found_home" = "Page_404_GoToHomeButton_Label": "Go to the home page";
    "not_found_title" = "Page_404_MessageTitle": "This page does not exist";
    "older" = "ContentFooter_OlderButton_Label": "Older";
    "page" = "Page_Page": "Page";
    "pager": "Previous and next page";
    "parts": "Pages of this list";
    "password" = "PrivatePage_Password_Label": "Password";
    "password_insecure": "This page only opens at an address that begins with https.";
    "password_open" = "PrivatePage_Password_Unlock": "Unlock";
    "password_script": "Opening it needs JavaScript, which decrypts the page here in your browser.";
    "password_title" = "PrivatePage_Password_Title": "This page is protected by a password";
    "password_wrong" = "PrivatePage_Password_Wrong": "That is not the password.";
    "play_video": "Play the video on YouTube";
    "previous" = "ContentFooter_PrevButton_Label": "Previous";
    "published" = "PageMeta_Published_Label": "Published";
    "reading": "min read";
    "related": "Related";
    "scheme": "Colour scheme";
    "scheme_dark" = "Text_Dark": "Dark";
    "scheme_light" = "Text_Light": "Light";
    "scheme_system" = "Text_System": "System";
    "search" = "Search_Input_Placeholder": "Search";
    "search_close" = "Search_Close_Label": "Close";
    "search_failed": "The search cannot be loaded right now.";
    "search_none" = "Search_NoResults_Label": "Nothing was found.";
    "search_result" = "Search_Result_Singular_Label": "{0} result";
    "search_results" = "Search_Result_Plural_Label": "{0} results";
    "search_shortcuts": "Single-key shortcuts";
    "see_all" = "Page_Category_SeeAll_Label" = "Page_Tag_SeeAll_Label": "See all";
    "show_embed": "Show the embedded page";
    "show_map": "Show the map on Google";
    "show_post": "Show the post on Instagram";
    "site" = "Project_DefaultTitle_Value": "Documentation";
    "skip": "Skip to content";
    "table": "Table";
    "tag" = "Page_Tag_Title": "Tag";
    "tags" = "Page_Tags_Title": "Tags";
    "tags_all" = "Page_Tag_Tags_Label": "tags";
    "to_do": "To do";
    "undated": "Without a date";
    "updated" = "ContentFooter_LastUpdated_AbsoluteTemplate": "Last updated on {0}";
    "updated_by" = "ContentFooter_LastUpdated_AbsoluteByTemplate": "Last updated on {0} by {1}";
    "updated_ago" = "ContentFooter_LastUpdated_RelativeTemplate": "Last updated {0}";
    "updated_ago_by" = "ContentFooter_LastUpdated_RelativeByTemplate": "Last updated {0} by {1}";
    "welcome" = "Page_Welcome_Title": "Welcome";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_means_one_word() {
        let mut names: Vec<String> = WORDS.iter().flat_map(Word::names).map(super::super::key).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
