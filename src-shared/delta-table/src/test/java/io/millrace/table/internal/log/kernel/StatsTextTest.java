package io.millrace.table.internal.log.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;

import org.junit.jupiter.api.Test;

class StatsTextTest {
    private static Optional<String> find(String json) {
        return new StatsText(json.replace('\'', '"')).find("maxValues", "at");
    }

    @Test
    void itIsFoundWhereverItStands() {
        assertEquals(Optional.of("x"), find("{'numRecords':1,'minValues':{'at':'y'},'maxValues':{'a':1,'at':'x'}}"));
        assertEquals(Optional.of("x"), find("{ 'maxValues' : { 'at' : 'x' } , 'minValues' : { 'at' : 'y' } }"));
    }

    @Test
    void textsWithBracesAndQuotesDoNotHideIt() {
        assertEquals(Optional.of("x"), find("{'maxValues':{'a':'}\\'{,\\'at\\':\\'z','b':{'at':'z'},'at':'x'}}"));
        assertEquals(Optional.of("x"), find("{'minValues':{'a':'\\'maxValues\\':{'},'maxValues':{'a':'at','at':'x'}}"));
    }

    @Test
    void whatIsNotThereIsNotFoundElsewhere() {
        assertEquals(Optional.empty(), find("{'maxValues':{'a':1},'minValues':{'at':'y'}}"));
        assertEquals(Optional.empty(), find("{'maxValues':{'b':{'at':'z'}},'nullCount':{'at':0}}"));
        assertEquals(Optional.empty(), find("{'maxValues':{'at':5}}"));
        assertEquals(Optional.empty(), find(""));
        assertEquals(Optional.empty(), find("{'maxValues':{'at':'cut"));
    }
}
