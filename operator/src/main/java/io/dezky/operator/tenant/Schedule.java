package io.dezky.operator.tenant;

import io.dezky.operator.config.OperatorConfig;
import io.dezky.operator.kubernetes.Backoff;
import java.time.Duration;

/** When a Tenant is looked at again at the latest, if nothing happens to it before. */
record Schedule(OperatorConfig config, Backoff backoff) {

    /** After a run. */
    Duration after(String uid, Parts parts, DnsState dns) {
        Duration resync = resync();
        if (parts.has(Part.Verdict.RETRYING)) {
            return shorter(resync, longer(parts.longestAsked(), backoff.afterFailure(uid)));
        }
        backoff.reset(uid);
        if (parts.has(Part.Verdict.UNAUTHORIZED)) {
            return shorter(resync, config.kubernetes().retryMax());
        }
        boolean waiting = parts.has(Part.Verdict.WAITING) || dns.isIncomplete();
        return waiting ? shorter(resync, config.dns().checkInterval()) : resync;
    }

    /** When all is as it should be. */
    Duration resync() {
        return backoff.around(config.kubernetes().resyncInterval());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
