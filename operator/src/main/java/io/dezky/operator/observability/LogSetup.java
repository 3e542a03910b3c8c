package io.dezky.operator.observability;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.EncoderBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How logs are written: one JSON object a line, or text for people; always to standard output. */
public final class LogSetup {

    private LogSetup() {}

    /**
     * Sets up all logging of the process.
     *
     * @param json whether lines are JSON
     * @param level of the operator's own loggers
     */
    public static void apply(boolean json, String level) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        EncoderBase<ILoggingEvent> encoder = json ? jsonLines() : textLines();
        encoder.setContext(context);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setEncoder(encoder);
        console.start();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(console);
        root.setLevel(Level.WARN);
        context.getLogger("io.dezky").setLevel(Level.toLevel(level));
        context.getLogger("audit").setLevel(Level.INFO);
        // It warns of the version v1alpha1 at every start, once a kind.
        context.getLogger("io.fabric8.kubernetes.client.utils.internal").setLevel(Level.ERROR);
        context.getLogger("io.fabric8.kubernetes.client.dsl.internal.VersionUsageUtils")
                .setLevel(Level.ERROR);
        // It logs each handled failure with its whole stack; the operator logs it once itself.
        context.getLogger("io.javaoperatorsdk.operator.processing.event.EventProcessor")
                .setLevel(Level.ERROR);
        context.getLogger("io.javaoperatorsdk").setLevel(Level.WARN);
    }

    private static EncoderBase<ILoggingEvent> jsonLines() {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithContext(false);
        encoder.setWithMDC(false);
        encoder.setWithArguments(false);
        encoder.setWithMessage(false);
        encoder.setWithFormattedMessage(true);
        return encoder;
    }

    private static EncoderBase<ILoggingEvent> textLines() {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setPattern("%d{HH:mm:ss.SSS} %-5level %logger{20} %msg %kvp{NONE}%n%ex{10}");
        return encoder;
    }
}
