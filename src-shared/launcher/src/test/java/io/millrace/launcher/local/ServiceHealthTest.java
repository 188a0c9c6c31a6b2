package io.millrace.launcher.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;

class ServiceHealthTest {
    @Test
    void causesAreTheTextEntriesOfTheChecksThatAreDown() {
        assertEquals(List.of("orders: paused since noon: the table is refused", "task lag: failing"),
                ServiceHealth.problems("""
                        {"status": "DOWN", "checks": [
                          {"name": "threads", "status": "UP", "data": {"other": "text"}},
                          {"name": "tables", "status": "DOWN", "data": {"streams": 1,
                            "orders": "paused since noon: the table is refused", "task lag": "failing"}}]}"""));
    }

    @Test
    void aCheckWithoutTextIsNamed() {
        assertEquals(List.of("last run is DOWN"), ServiceHealth.problems("""
                {"status": "DOWN", "checks": [{"name": "last run", "status": "DOWN", "data": {"ran": false}}]}"""));
    }

    @Test
    void anAnswerOfAnotherProgramIsReported() {
        assertEquals(List.of("its health check has an unknown answer"), ServiceHealth.problems("<html>"));
    }
}
