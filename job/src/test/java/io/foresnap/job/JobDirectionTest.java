package io.foresnap.job;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The command line uses the clusters, those the job, that the functions; never back. */
@AnalyzeClasses(packages = "io.foresnap", importOptions = ImportOption.DoNotIncludeTests.class)
class JobDirectionTest {

    private static final String[] MODULE = {
        "io.foresnap.cli..",
        "io.foresnap.bench..",
        "io.foresnap.savepoint..",
        "io.foresnap.replay..",
        "io.foresnap.cluster..",
        "io.foresnap.local..",
        "io.foresnap.client..",
        "io.foresnap.job.."
    };

    @ArchTest
    static final ArchRule FUNCTIONS_DO_NOT_KNOW_THE_JOB =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(MODULE)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(MODULE);

    @ArchTest
    static final ArchRule THE_JOB_KNOWS_NEITHER_ITS_CLIENTS_NOR_WHERE_IT_RUNS =
            noClasses()
                    .that()
                    .resideInAPackage("io.foresnap.job..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.foresnap.cli..",
                            "io.foresnap.cluster..",
                            "io.foresnap.local..",
                            "io.foresnap.client..");

    @ArchTest
    static final ArchRule ONLY_THE_COMMAND_LINE_KNOWS_CLUSTERS =
            noClasses()
                    .that()
                    .resideOutsideOfPackages("io.foresnap.cli..", "io.foresnap.cluster..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.foresnap.cluster..");

    @ArchTest
    static final ArchRule A_CLUSTER_DOES_NOT_KNOW_ITS_CHECK =
            noClasses()
                    .that()
                    .resideInAPackage("io.foresnap.cluster")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.foresnap.cluster.check..");

    @ArchTest
    static final ArchRule CLIENTS_KNOW_ONLY_KAFKA =
            noClasses()
                    .that()
                    .resideInAPackage("io.foresnap.client..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.foresnap.cli..",
                            "io.foresnap.local..",
                            "io.foresnap.job..",
                            "org.apache.flink..");

    @ArchTest
    static final ArchRule TABLES_IN_OTHER_FORMS_KNOW_ONLY_BACKUPS =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "io.foresnap.table..", "io.foresnap.export..", "io.foresnap.restore..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.foresnap.cli..",
                            "io.foresnap.local..",
                            "io.foresnap.client..",
                            "io.foresnap.job..",
                            "org.apache.flink..");

    @ArchTest
    static final ArchRule TYPED_ROWS_KNOW_NOTHING_OF_THEIR_USES =
            noClasses()
                    .that()
                    .resideInAPackage("io.foresnap.table..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.foresnap.export..", "io.foresnap.restore..");

    @ArchTest
    static final ArchRule NOTHING_USES_THE_COMMAND_LINE =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.foresnap.cli..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.foresnap.cli..");

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("io.foresnap.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule STATIC_FIELDS_NEVER_CHANGE =
            fields().that().areStatic().should().beFinal();
}
