/**
 * What an event must look like and how it travels.
 *
 * <p>
 * One Avro record schema per stream, the <em>contract</em>, is the only thing a user writes. This room reads it ({@link
 * io.millrace.contracts.ContractParser}), holds it to its law ({@link io.millrace.contracts.AdditiveCheck}), keeps it
 * at hand ({@link io.millrace.contracts.ContractCatalog}), turns events into Kafka values and back ({@link
 * io.millrace.contracts.RecordCodec}, {@link io.millrace.contracts.RecordDecoder}), and owns the names of topics and
 * headers. It knows neither HTTP nor the table.
 */
@NullMarked
package io.millrace.contracts;

import org.jspecify.annotations.NullMarked;
