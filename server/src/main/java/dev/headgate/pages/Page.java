package dev.headgate.pages;

import dev.headgate.base.Check;
import dev.headgate.identity.Role;
import dev.headgate.settings.Topic;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An entry of the console's menu that leads to a page elsewhere. Immutable.
 *
 * @param id made by {@link dev.headgate.base.IdSource}
 * @param label in the menu, 1 - 60 characters
 * @param labels by language, where it reads differently there
 * @param icon names one of the console's icons; empty = the usual one
 * @param url of the page, as {@link PageUrl} allows
 * @param roles who sees it; empty = all who are signed in
 * @param newTab whether it opens beside the console instead of inside
 * @param bare whether the page is told nothing: its address goes out as it stands
 */
public record Page(
        long id,
        String label,
        Map<String, String> labels,
        String icon,
        String url,
        List<Role> roles,
        boolean enabled,
        boolean newTab,
        boolean bare) {
    private static final int LABEL_MAX = 60;
    private static final Pattern ICON = Pattern.compile("[a-z0-9-]{0,40}");

    /** As in the {@code lang} that a page is told (BCP 47). */
    static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}");

    public Page {
        checkLabel("label", label);
        labels = Map.copyOf(labels);
        labels.forEach((language, text) -> {
            Check.that(
                    LANGUAGE.matcher(language).matches(), "labels", "\"" + language + "\"", "languages like en or zh");
            checkLabel("labels", text);
        });
        Check.that(
                ICON.matcher(icon).matches(),
                "icon",
                "\"" + icon + "\"",
                "lower-case letters, digits and -, at most 40");
        roles = List.copyOf(Set.copyOf(roles)).stream().sorted().toList();
        PageUrl.of(url, bare);
    }

    private static void checkLabel(String what, String label) {
        Check.notBlank(what, label);
        Check.lengthAtMost(what, label, LABEL_MAX);
        Check.that(label.chars().noneMatch(Character::isISOControl), what, "a control character", "text of one line");
    }

    /** Whether somebody of that role sees it. */
    boolean isFor(Role role) {
        return enabled && (roles.isEmpty() || roles.contains(role));
    }

    /** What it is called in a language such as {@code zh-CN}: that one's word, else that of its first part, else the label. */
    public String labelIn(String language) {
        int dash = language.indexOf('-');
        String first = dash < 0 ? language : language.substring(0, dash);
        return labels.getOrDefault(language, labels.getOrDefault(first, label));
    }

    /** The same in other respects, with an id. */
    Page withId(long fresh) {
        return new Page(fresh, label, labels, icon, url, roles, enabled, newTab, bare);
    }

    /** All entries, in the order of the menu. */
    record All(List<Page> pages) {
        static final Topic<All> TOPIC = new Topic<>("embedded-pages", All.class, new All(List.of()));
        private static final int PAGES_MAX = 50;

        All {
            pages = List.copyOf(pages);
            Check.that(pages.size() <= PAGES_MAX, "pages", pages.size(), "at most " + PAGES_MAX);
        }
    }
}
