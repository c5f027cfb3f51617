package io.foresnap;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Two one-way streets, storage and prediction, that meet at the cache. A package may use those
 * named with it, and what these may use.
 */
@AnalyzeClasses(packages = "io.foresnap", importOptions = ImportOption.DoNotIncludeTests.class)
class PackageDirectionTest {

    private static final String ROOT = "io.foresnap.";

    private static final Map<String, String> USES =
            Map.ofEntries(
                    Map.entry("event", ""),
                    Map.entry("access", ""),
                    Map.entry("options", ""),
                    Map.entry("metrics", ""),
                    Map.entry("changelog", "event"),
                    Map.entry("snapshot", "changelog"),
                    Map.entry("lease", "changelog"),
                    Map.entry("merge", "snapshot"),
                    Map.entry("backup", "merge lease"),
                    Map.entry("archive", "merge"),
                    Map.entry("connect", "archive"),
                    Map.entry("retention", "archive backup"),
                    Map.entry("verify", "backup"),
                    Map.entry("ingest", "archive"),
                    Map.entry("history", "event"),
                    Map.entry("features", "history policy"),
                    Map.entry("policy", ""),
                    Map.entry("trees", ""),
                    Map.entry("neural", ""),
                    Map.entry("model", "features trees neural"),
                    Map.entry("ranking", "model"),
                    Map.entry("cache", "snapshot policy"),
                    Map.entry("guard", "ranking changelog"),
                    Map.entry("prefetch", "ranking cache snapshot merge lease"),
                    Map.entry("serving", "access cache backup prefetch guard"),
                    Map.entry("decisions", "serving"));

    @ArchTest
    static void everyPackageHasItsPlace(JavaClasses all) {
        Set<String> packages = new TreeSet<>();
        all.forEach(c -> packages.add(c.getPackageName().substring(ROOT.length())));

        assertThat(packages).isEqualTo(new TreeSet<>(USES.keySet()));
    }

    @ArchTest
    static void packagesUseOnlyThoseBelowThem(JavaClasses all) {
        USES.keySet()
                .forEach(
                        name -> {
                            Set<String> allowed = new TreeSet<>(Set.of(name));
                            if (!Set.of("event", "options", "metrics").contains(name)) {
                                allowed.addAll(Set.of("options", "metrics"));
                            }
                            addUsed(name, allowed);
                            Set<String> forbidden = new TreeSet<>(USES.keySet());
                            forbidden.removeAll(allowed);
                            noClasses()
                                    .that()
                                    .resideInAPackage(ROOT + name)
                                    .should()
                                    .dependOnClassesThat()
                                    .resideInAnyPackage(
                                            forbidden.stream()
                                                    .map(ROOT::concat)
                                                    .toArray(String[]::new))
                                    .check(all);
                        });
    }

    private static void addUsed(String name, Set<String> used) {
        String below = USES.getOrDefault(name, "");
        Arrays.stream(below.split(" "))
                .filter(other -> !other.isEmpty() && used.add(other))
                .forEach(other -> addUsed(other, used));
    }

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("io.foresnap.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ONLY_FUNCTIONS_OPTIONS_AND_METRICS_KNOW_FLINK =
            noClasses()
                    .that()
                    .haveNameNotMatching(".*(Functions?|Metrics)(\\$.*)?")
                    .and()
                    .resideOutsideOfPackages(ROOT + "options", ROOT + "metrics", ROOT + "model")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.apache.flink..");

    @ArchTest
    static final ArchRule MODELS_KNOW_ONLY_THE_LINEAR_ALGEBRA_OF_FLINK_ML =
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + "model")
                    .and()
                    .haveNameNotMatching(".*Functions?(\\$.*)?")
                    .should()
                    .dependOnClassesThat(
                            com.tngtech.archunit.base.DescribedPredicate.describe(
                                    "are Flink's, without its vectors",
                                    c ->
                                            c.getPackageName().startsWith("org.apache.flink")
                                                    && !c.getPackageName()
                                                            .startsWith(
                                                                    "org.apache.flink.ml.linalg")));

    @ArchTest
    static final ArchRule STATIC_FIELDS_NEVER_CHANGE =
            fields().that().areStatic().should().beFinal();

    @ArchTest
    static final ArchRule FUNCTIONS_ARE_NOT_EXTENDED =
            classes()
                    .that()
                    .haveSimpleNameEndingWith("Function")
                    .and()
                    .doNotHaveModifier(com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT)
                    .and()
                    .areNotInterfaces()
                    .should()
                    .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL);
}
