package io.dezky.operator.files;

import io.dezky.operator.plan.Change;
import io.dezky.operator.plan.Mark;
import io.dezky.operator.plan.PlanExecutor;
import io.dezky.operator.plan.Subject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** The tenant that the tests speak of. */
final class FilesFixture {

    static final Subject ACME = new Subject("Tenant", "tenants", "acme", "uid-1", 1);
    static final Mark MARK = Mark.of("dezky", ACME);
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);
    static final Duration FRESHNESS = Duration.ofMinutes(10);
    static final long GIB = 1L << 30;

    private FilesFixture() {}

    static DesiredSpace space(String name, Role members, Role admins, String... folders) {
        return new DesiredSpace(name, 50 * GIB, members, admins, List.of(folders));
    }

    static DesiredSpace company(String... folders) {
        return space("Company", Role.EDITOR, Role.EDITOR, folders);
    }

    static DesiredFiles files(DesiredSpace... spaces) {
        return new DesiredFiles(MARK, "acme", OcisModel.OPERATORS, List.of(), List.of(spaces), false);
    }

    static DesiredFiles destroying(DesiredFiles files) {
        return new DesiredFiles(
                files.mark(), files.slug(), files.operatorsGroup(), files.managerGroups(), files.spaces(), true);
    }

    static String entry(String name) {
        return SpaceMark.entryKey(MARK, name);
    }

    static String alias(String name) {
        return SpaceMark.alias(MARK, "acme", entry(name));
    }

    static String description(String name) {
        return SpaceMark.description(MARK, entry(name));
    }

    static TenantFiles.Known known(TenantFiles.Result result) {
        return new TenantFiles.Known(result.spaces().stream()
                .map(space -> new KnownSpace(space.name(), space.id(), false, space.folders()))
                .toList());
    }

    /** What the reconciler does beside: it keeps the applied changes and the announced names. */
    static final class Operator {
        final Ocis ocis;
        final DriveCatalog catalog;
        final TenantFiles files;
        final List<Change<?>> applied = new ArrayList<>();
        final List<String> announced = new ArrayList<>();

        Operator(Ocis ocis) {
            this(ocis, CLOCK);
        }

        Operator(Ocis ocis, Clock clock) {
            this.ocis = ocis;
            this.catalog = new DriveCatalog(ocis, clock, FRESHNESS);
            this.files = new TenantFiles(ocis, catalog, new PlanExecutor((subject, change) -> applied.add(change)));
        }

        TenantFiles.Result reconcile(DesiredFiles desired, TenantFiles.Known known) {
            return files.reconcile(ACME, desired, known, announced::addAll);
        }

        /** As after a restart of the process, without anything that was in memory. */
        Operator restarted() {
            return new Operator(ocis);
        }
    }
}
