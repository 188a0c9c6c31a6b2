package io.millrace.ingest.admission.plan;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Objects as records. Fields are written as they come, with the defaults of fields that were passed over between them; when
 * the result is not in the order of the schema, it is put in order afterwards.
 *
 * <p>
 * The frame of a record has two numbers for each field: the index of its value in the output, negative for a default that
 * a later value may replace and 0 when there is none yet, and the index behind the value.
 */
final class RecordPlan implements ValuePlan {
    /**
     * A field.
     *
     * @param defaultValue
     *            its bytes; null when there is no default
     * @param defaultWeight
     *            what the default is charged with
     */
    record Field(String name, ValuePlan values, byte @Nullable [] defaultValue, long defaultWeight) {}

    private static final int NOT_PLAIN = -1;

    private final NameTable names;
    private final Field[] fields;
    private final long weight;

    RecordPlan(List<Field> fields, long weight) {
        this.names = new NameTable(fields.stream().map(Field::name).toList());
        this.fields = fields.toArray(Field[]::new);
        this.weight = weight;
    }

    @Override
    public boolean write(EventDraft draft) {
        int start = draft.out.length;
        int frame = draft.frames.open(2 * fields.length);
        int next = members(draft, frame);
        if (next == NOT_PLAIN || !complete(draft, frame)) {
            return false;
        }
        order(draft, frame, start);
        draft.frames.close(frame);
        return true;
    }

    /** Writes the record of an event, which may lack its id, and keeps its keys in the draft. */
    boolean writeEvent(EventDraft draft, KeyFields keys, EventDraft.MissingId id) {
        int start = draft.out.length;
        int frame = draft.frames.open(2 * fields.length);
        int next = members(draft, frame);
        if (next == NOT_PLAIN) {
            return false;
        }
        if (draft.frames.numbers[frame + 2 * keys.eventId()] <= 0) {
            Object missing = id.value();
            if (missing == null) {
                return false;
            }
            begin(draft, frame, keys.eventId(), next);
            draft.write(missing);
            end(draft, frame, keys.eventId());
        }
        if (!complete(draft, frame)) {
            return false;
        }
        draft.keys(KeyFields.text(draft.out, Math.abs(draft.frames.numbers[frame + 2 * keys.pk()]), keys.pkIsText()),
                KeyFields.text(draft.out, Math.abs(draft.frames.numbers[frame + 2 * keys.eventId()]),
                        keys.eventIdIsText()));
        order(draft, frame, start);
        draft.frames.close(frame);
        return true;
    }

    /** Writes the fields that are there; returns the field behind the last one of them, or {@link #NOT_PLAIN}. */
    private int members(EventDraft draft, int frame) {
        JsonInput in = draft.in;
        if (!in.take('{')) {
            return NOT_PLAIN;
        }
        draft.weight.charge(weight);
        int next = 0;
        in.skipSpace();
        if (in.take('}')) {
            return next;
        }
        do {
            in.skipSpace();
            int end = in.string();
            int field = end < 0 ? NameTable.NONE : names.find(in.bytes, in.at + 1, end, next);
            // A name twice is no JSON here.
            if (field == NameTable.NONE || draft.frames.numbers[frame + 2 * field] > 0) {
                return NOT_PLAIN;
            }
            in.at = end + 1;
            in.skipSpace();
            if (!in.take(':')) {
                return NOT_PLAIN;
            }
            in.skipSpace();
            next = begin(draft, frame, field, next);
            if (!fields[field].values().write(draft)) {
                return NOT_PLAIN;
            }
            end(draft, frame, field);
            in.skipSpace();
        } while (in.take(','));
        return in.take('}') ? next : NOT_PLAIN;
    }

    /** Notes that the value of a field follows, after the defaults of the fields before it that have not come yet. */
    private int begin(EventDraft draft, int frame, int field, int next) {
        for (int i = next; i < field; i++) {
            if (fields[i].defaultValue() != null) {
                writeDefault(draft, frame, i);
            }
        }
        draft.frames.numbers[frame + 2 * field] = draft.out.length;
        return Math.max(next, field + 1);
    }

    private static void end(EventDraft draft, int frame, int field) {
        draft.frames.numbers[frame + 2 * field + 1] = draft.out.length;
    }

    private void writeDefault(EventDraft draft, int frame, int field) {
        byte[] value = fields[field].defaultValue();
        draft.frames.numbers[frame + 2 * field] = -draft.out.length;
        if (value != null) {
            draft.out.write(value, 0, value.length);
        }
        end(draft, frame, field);
    }

    /** Fills in and counts the defaults of the fields that did not come; false when one has none. */
    private boolean complete(EventDraft draft, int frame) {
        for (int i = 0; i < fields.length; i++) {
            int at = draft.frames.numbers[frame + 2 * i];
            if (at > 0) {
                continue;
            }
            if (fields[i].defaultValue() == null) {
                return false;
            }
            draft.weight.charge(fields[i].defaultWeight());
            if (at == 0) {
                writeDefault(draft, frame, i);
            }
        }
        return true;
    }

    private void order(EventDraft draft, int frame, int start) {
        int[] numbers = draft.frames.numbers;
        int at = start;
        boolean ordered = true;
        for (int i = 0; i < fields.length && ordered; i++) {
            ordered = Math.abs(numbers[frame + 2 * i]) == at;
            at = numbers[frame + 2 * i + 1];
        }
        if (ordered) {
            return;
        }
        int end = draft.out.length;
        for (int i = 0; i < fields.length; i++) {
            draft.out.repeat(Math.abs(numbers[frame + 2 * i]), numbers[frame + 2 * i + 1]);
        }
        draft.out.moveBack(end, start);
    }
}
