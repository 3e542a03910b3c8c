package io.dezky.operator.plan;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the operator's packages, and what each may touch. */
@AnalyzeClasses(packages = "io.dezky.operator", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

    private static final String[] SYSTEMS = {"..operator.identity..", "..operator.mail..", "..operator.files.."};
    private static final String[] RECONCILERS = {"..operator.tenant..", "..operator.invite.."};

    /** What decides: planners, what they compare, and the rules of specs and claims. */
    private static final DescribedPredicate<JavaClass> PURE = resideInAnyPackage(SYSTEMS)
            .and(simpleNameEndingWith("Planner")
                    .or(nameStartsWith("Desired"))
                    .or(nameStartsWith("Observed"))
                    .or(simpleNameEndingWith("Owner"))
                    .or(simpleNameEndingWith("End"))
                    .or(simpleName("SpaceSearch"))
                    .or(simpleName("SpaceMark"))
                    .or(simpleName("RecordMatch"))
                    .or(simpleName("ProviderFields")))
            .or(resideInAPackage("..operator.tenant..")
                    .and(simpleName("TenantRules")
                            .or(simpleName("Shape"))
                            .or(simpleName("Claim"))
                            .or(simpleName("DesiredTenant"))))
            .as("planners, desired and observed state, and rules");

    private static DescribedPredicate<JavaClass> nameStartsWith(String prefix) {
        return DescribedPredicate.describe(
                "named " + prefix + "*", type -> type.getSimpleName().startsWith(prefix));
    }

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.dezky.operator.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule thePlanKnowsNoSystem = noClasses()
            .that()
            .resideInAPackage("..operator.plan..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.dezky..")
                    .and(resideInAPackage("..operator.plan..").negate()));

    @ArchTest
    static final ArchRule identityKnowsPlanAndHttpOnly = knowsPlanAndHttpOnly("identity");

    @ArchTest
    static final ArchRule mailKnowsPlanAndHttpOnly = knowsPlanAndHttpOnly("mail");

    @ArchTest
    static final ArchRule filesKnowsPlanAndHttpOnly = knowsPlanAndHttpOnly("files");

    private static ArchRule knowsPlanAndHttpOnly(String system) {
        return noClasses()
                .that()
                .resideInAPackage("..operator." + system + "..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.dezky..")
                        .and(resideInAnyPackage("..operator." + system + "..", "..operator.plan..", "..operator.http..")
                                .negate()));
    }

    @ArchTest
    static final ArchRule whatDecidesDoesNoIo = noClasses()
            .that(PURE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "okhttp3..",
                    "io.fabric8.kubernetes.client..",
                    "io.javaoperatorsdk..",
                    "java.net..",
                    "java.nio.file..",
                    "org.xbill..",
                    "..operator.http..",
                    "..operator.kubernetes..");

    @ArchTest
    static final ArchRule whatDecidesAsksNoClock = noClasses()
            .that(PURE)
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.time.Clock.class, "systemUTC");

    @ArchTest
    static final ArchRule onlyHttpSpeaksHttp = noClasses()
            .that(resideInAnyPackage("..operator.http..")
                    .negate()
                    .and(resideInAPackage("io.dezky.operator").negate()))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("okhttp3..", "java.net.http..");

    @ArchTest
    static final ArchRule onlyKubernetesAndReconcilersSeeTheKubernetesClient = noClasses()
            .that(resideInAnyPackage("..operator.kubernetes..", "..operator.observability..")
                    .or(resideInAnyPackage(RECONCILERS))
                    .or(resideInAPackage("io.dezky.operator"))
                    .negate())
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.fabric8.kubernetes.client..");

    @ArchTest
    static final ArchRule namesSayWhatAThingIs = noClasses()
            .should()
            .haveSimpleNameContaining("Util")
            .orShould()
            .haveSimpleNameContaining("Helper")
            .orShould()
            .haveNameMatching(".*(?<!Lost)Manager")
            .because("LostManager is a word of oCIS: the role Manager was lost");

    @ArchTest
    static final ArchRule nothingSleeps = noClasses().should().callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule loggersAreSlf4j =
            noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging..");

    @ArchTest
    static final ArchRule plannersAreFinal =
            classes().that(PURE).should().haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL);
}
