package io.millrace.ingest.openapi;

import java.util.List;
import java.util.Map;

/**
 * One operation of the HTTP API.
 *
 * @param method
 *            in lower case
 * @param path
 *            with its parameters in braces
 * @param id
 *            names it in generated clients
 * @param summary
 *            what it does
 * @param parameters
 *            of query and headers; those of the path follow from it
 * @param body
 *            the media types of the body; none when it takes none
 * @param answers
 *            what goes well: by status, with what it means and its media types
 * @param problems
 *            the codes of the problems that it answers with, by status
 * @param sendsEvents
 *            whether the body is one or more events of the stream in the path
 */
public record ApiOperation(
        String method,
        String path,
        String id,
        String summary,
        List<Parameter> parameters,
        List<String> body,
        Map<Integer, Answer> answers,
        Map<Integer, List<String>> problems,
        Events sendsEvents) {
    /** The part of the stream's schema that the body is. */
    public enum Events {
        /** It is none. */
        NONE,
        /** One event. */
        ONE,
        /** One event, or an array of events. */
        MANY
    }

    /**
     * A parameter that may be left out.
     *
     * @param in
     *            {@code query} or {@code header}
     * @param schema
     *            its JSON Schema
     */
    public record Parameter(String in, String name, String description, Map<String, Object> schema) {}

    /**
     * The response of a request that succeeds.
     *
     * @param types
     *            the media types of its body; none when it has none
     * @param headers
     *            those that it may have, beside those of every answer, with their meaning
     */
    public record Answer(String description, List<String> types, Map<String, String> headers) {}
}
