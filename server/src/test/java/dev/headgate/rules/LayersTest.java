package dev.headgate.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Who may import whom. Before you change this table, think about layering: rings point inward, and an edge between two features
 * is a decision, not a convenience.
 */
@Tag("slow")
class LayersTest {
    private static final String ROOT = "dev.headgate.";

    /** Package → what it may import besides itself; all may import {@code base}, {@code config} and {@code observe}. */
    private static final Map<String, Set<String>> MAY = Map.ofEntries(
            Map.entry("base", Set.of()),
            Map.entry("config", Set.of()),
            Map.entry("observe", Set.of()),
            Map.entry("http", Set.of()),
            Map.entry("store", Set.of()),
            Map.entry("web", Set.of("http")),
            Map.entry("cluster", Set.of()),
            Map.entry("protocol", Set.of()),
            Map.entry("pricing", Set.of("protocol")),
            Map.entry("identity", Set.of("store")),
            Map.entry("settings", Set.of("store")),
            Map.entry("mail", Set.of("store", "settings")),
            Map.entry("webhooks", Set.of("store")),
            Map.entry("announcements", Set.of("store")),
            Map.entry("alerts", Set.of("store", "mail", "webhooks")),
            Map.entry("signin", Set.of("store", "identity", "settings", "mail")),
            Map.entry("nodes", Set.of("store")),
            Map.entry("pages", Set.of("identity", "settings")),
            Map.entry("accounts", Set.of("store", "cluster")),
            Map.entry("limits", Set.of("cluster")),
            Map.entry("scheduling", Set.of("accounts", "cluster")),
            Map.entry("simulation", Set.of("accounts", "cluster", "limits", "scheduling")),
            Map.entry("upstream", Set.of("http", "protocol", "accounts")),
            Map.entry("usage", Set.of("store", "protocol")),
            Map.entry("billing", Set.of("store", "pricing")),
            Map.entry("importing", Set.of("store", "identity", "accounts", "billing")),
            Map.entry("tariff", Set.of("store", "protocol", "pricing", "usage", "billing")),
            Map.entry(
                    "admin",
                    Set.of(
                            "http",
                            "identity",
                            "settings",
                            "mail",
                            "pages",
                            "signin",
                            "webhooks",
                            "alerts",
                            "announcements",
                            "accounts",
                            "pricing",
                            "tariff",
                            "protocol",
                            "limits",
                            "scheduling",
                            "simulation",
                            "usage",
                            "billing")),
            Map.entry(
                    "gateway",
                    Set.of(
                            "http",
                            "protocol",
                            "pricing",
                            "identity",
                            "accounts",
                            "limits",
                            "scheduling",
                            "upstream",
                            "usage",
                            "billing",
                            "cluster")));

    private static final Set<String> EVERYONE = Set.of("base", "config", "observe");
    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("fake"))
                .importPackages("dev.headgate");
    }

    private static String packageOf(JavaClass type) {
        String name = type.getPackageName();
        if (!name.startsWith(ROOT)) {
            return "";
        }
        String rest = name.substring(ROOT.length());
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }

    @Test
    void packagesImportOnlyWhatTheirRowAllows() {
        Set<String> wrong = new TreeSet<>();
        for (JavaClass type : classes) {
            String from = packageOf(type);
            if (from.equals("app") || from.isEmpty()) {
                continue;
            }
            type.getDirectDependenciesFromSelf().forEach(dependency -> {
                String to = packageOf(dependency.getTargetClass());
                boolean allowed = to.isEmpty()
                        || to.equals(from)
                        || EVERYONE.contains(to)
                        || MAY.getOrDefault(from, Set.of()).contains(to);
                if (!allowed) {
                    wrong.add(from + " → " + to + ": " + type.getSimpleName());
                }
            });
        }
        assertThat(wrong).isEmpty();
        assertThat(classes.size()).isGreaterThan(100); // not vacuous
    }

    @Test
    void vertxStaysInTheDataPlane() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.headgate.http",
                        "dev.headgate.gateway",
                        "dev.headgate.upstream",
                        "dev.headgate.admin",
                        "dev.headgate.web",
                        "dev.headgate.app")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "io.netty..")
                .check(classes);
    }

    @Test
    void sqlStaysInTheStores() {
        noClasses()
                .that()
                .haveSimpleNameNotStartingWith("Jdbc")
                .and()
                .resideOutsideOfPackage("dev.headgate.store")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.sql..")
                .check(classes);
    }

    @Test
    void purePackagesDoNoInputOutput() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.headgate.scheduling", "dev.headgate.limits")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.io..", "java.net..", "java.sql..", "java.nio.file..")
                .check(classes);
    }

    @Test
    void clocksAndChanceComeFromOutside() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.headgate.app")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(ThreadLocal.class)
                .check(classes);
    }
}
