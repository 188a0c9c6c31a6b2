package io.millrace.batch.console;

import java.util.List;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/** The templates of the pages, in {@code templates/console}. Qute checks them at build time and escapes what they show. */
@CheckedTemplate(basePath = "console")
final class ConsolePages {
    private ConsolePages() {}

    /** The streams and their flow. */
    static native TemplateInstance overview(Visitor visitor, FlowView flow, List<StreamRow> streams);

    /** The part of the overview that the browser fetches again. */
    static native TemplateInstance flow(FlowView flow, List<StreamRow> streams);

    /** A stream. */
    static native TemplateInstance stream(StreamPage page);

    /** The part of a stream that the browser fetches again. */
    static native TemplateInstance live(StreamPage page);

    /** Letters of a stream. */
    static native TemplateInstance letters(LettersPage page);

    /** One letter. */
    static native TemplateInstance letter(Visitor visitor, String stream, LetterView letter);

    /** Where an event is. */
    static native TemplateInstance receipt(Visitor visitor, String stream, String receipt);

    /** The form that asks for an API key, and leads to a page afterwards. */
    static native TemplateInstance signIn(String message, String to);

    /** A refusal or a failure. */
    static native TemplateInstance problem(Visitor visitor, String title, String detail);
}
