package io.dezky.operator.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.dezky.platform.v1alpha1.HandoffMethod;
import io.dezky.platform.v1alpha1.InviteHandoff;
import io.dezky.platform.v1alpha1.InviteState;
import io.dezky.platform.v1alpha1.InviteStatus;
import io.dezky.platform.v1alpha1.OperatorInvite;
import io.dezky.platform.v1alpha1.SecretReference;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InviteMetricsTest {

    private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<OperatorInvite> invites = new ArrayList<>();
    private final InviteMetrics<OperatorInvite> metrics =
            new InviteMetrics<>(registry, "OperatorInvite", invites::stream, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void invitesAreCountedByTheirStateAndOneWithoutStatusIsPending() {
        invites.add(new OperatorInvite());
        invite(InviteState.DELIVERED, Duration.ofHours(20));
        invite(InviteState.DELIVERED, Duration.ofHours(10));
        invite(InviteState.FAILED, Duration.ZERO);

        metrics.update();

        assertThat(inState("Pending")).isEqualTo(1);
        assertThat(inState("Delivered")).isEqualTo(2);
        assertThat(inState("Failed")).isEqualTo(1);
    }

    @Test
    void aStateThatNoInviteIsInIsZeroAndNotAbsent() {
        metrics.update();

        assertThat(inState("Expired")).isZero();
        assertThat(expiring()).isZero();
    }

    @Test
    void anUnusedCredentialThatEndsWithinFourHoursIsExpiring() {
        invite(InviteState.DELIVERED, Duration.ofHours(4));
        invite(InviteState.DELIVERED, Duration.ofHours(4).plusSeconds(1));

        metrics.update();

        assertThat(expiring()).isEqualTo(1);
    }

    @Test
    void aCredentialThatWasUsedOrIsVoidIsNotExpiring() {
        invite(InviteState.ACCEPTED, Duration.ofHours(1));
        invite(InviteState.EXPIRED, Duration.ofHours(-1));

        metrics.update();

        assertThat(expiring()).isZero();
    }

    private void invite(InviteState state, Duration left) {
        OperatorInvite invite = new OperatorInvite();
        InviteHandoff handoff = new InviteHandoff(
                HandoffMethod.RECOVERY_LINK, new SecretReference("ada-credentials"), NOW, NOW.plus(left), 1);
        invite.setStatus(new InviteStatus(1L, List.of(), state, null, handoff, null, null, null, null));
        invites.add(invite);
    }

    private double inState(String state) {
        return registry.get("dezky.invites")
                .tags("kind", "OperatorInvite", "state", state)
                .gauge()
                .value();
    }

    private double expiring() {
        return registry.get("dezky.invites.expiring").gauge().value();
    }
}
