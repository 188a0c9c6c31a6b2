# The commands of ./millrace lab: benchmarks, races and checks against other systems. The script millrace reads this file.

spark="$home/src-shared/system-tests/spark"
debezium=3.6.1.Final

# Finds the JDK that Spark needs and sets $spark_java to it.
find_spark_java() {
    spark_java=$(choose_jdk 17 23 && echo "$JAVA_HOME/bin/java") ||
        fail "found no JDK from 17 to 23. Spark 4.0 needs one, because its Hadoop does not run on 24 and newer. Install Temurin 21, for example, beside your JDK, or set JAVA_HOME to a JDK from 21 to 23. $looked_at"
}

# Downloads Spark and builds this project's program for it. Needs the project's own JDK on the PATH.
bring_spark() {
    if [ ! -f "$spark/target/class-path" ] || [ -n "$(find "$spark/pom.xml" "$spark/src" -newer "$spark/target/class-path" -print)" ]; then
        need_maven
        echo "Downloading Spark: about 300 MB the first time." >&2
        maven "Building the Spark program" spark -f "$spark/pom.xml" test
        touch "$spark/target/class-path"
    fi
}

# Runs the program of the benchmarks and builds it first when a source is newer. Options of the JVM may come first.
run_bench() {
    local jar="$home/src-shared/system-tests/bench/target/bench.jar"
    if [ ! -f "$jar" ] || [ -n "$(find "$home/src-shared/system-tests/bench/src" "$home/src-shared/delta-table/src/main" \
        "$home/src-shared/contracts/src/main" "$home/src-shared/landing/src/main" "$home/src-shared/dev-stack/s3-server/src" \
        "$home/src-shared/launcher/src/main" "$home/src-shared/dev-stack/stack/src/main" \
        -newer "$jar" -type f -print | head -n 1)" ]; then
        need_maven
        maven "Building the benchmarks" bench -Dquick -DskipTests -pl src-shared/system-tests/bench -am package
    fi
    local -a options=()
    while [ $# -gt 0 ] && [[ "$1" == -D* ]]; do
        options+=("$1")
        shift
    done
    quiet_jvm
    exec "${jvm[@]}" "-Dmillrace.home=$home" ${options[@]+"${options[@]}"} -jar "$jar" "$@"
}

lab_bench() {
    find_jdk
    case "${1:-}" in
    pipeline | ingest | overload | outage | console) is_built || build ;;
    merge) ;;
    *) help_of lab bench >&2 && fail "lab bench needs one of pipeline, merge, ingest, outage, overload, console" 2 ;;
    esac
    run_bench "$@"
}

lab_race() {
    local argument spark_java
    local -a options=("-Ds3-server.home=$home/src-shared/dev-stack/s3-server/target/lib")
    for argument in "$@"; do
        if [ "$argument" = --spark ]; then
            find_spark_java
            options+=("-Dmillrace.spark.java=$spark_java" "-Dmillrace.spark.home=$spark")
        fi
    done
    find_jdk
    [ ${#options[@]} -eq 1 ] || bring_spark
    run_bench "${options[@]}" race "$@"
}

lab_chaos() {
    find_jdk
    is_built || build
    run_bench "-Ds3-server.home=$home/src-shared/dev-stack/s3-server/target/lib" chaos "$@"
}

# Downloads the programs of Kafka's distribution that are not in the broker's jars; runbooks call them.
bring_kafka_tools() {
    local version artifact folder="$work/tools/kafka"
    version=$(sed -n 's|.*<kafka-broker.version>\(.*\)</kafka-broker.version>.*|\1|p' "$home/pom.xml")
    [ ! -f "$folder/kafka-tools-$version.jar" ] || return 0
    need_maven
    rm -rf "$folder"
    for artifact in net.sourceforge.argparse4j:argparse4j:0.7.0 "org.apache.kafka:kafka-tools:$version"; do
        mvn -B -ntp -q -f "$home/pom.xml" -N org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy \
            "-Dartifact=$artifact" "-DoutputDirectory=$folder" >&2 ||
            fail "$artifact could not be downloaded; see above"
    done
}

lab_alerts() {
    find_jdk
    is_built || build
    bring_kafka_tools
    run_bench alerts "$@"
}

# One carrier thread: the threads of a simulation run one at a time, and a switch within one carrier is cheap.
lab_simulate() {
    find_jdk
    run_bench -Djdk.virtualThreadScheduler.parallelism=1 simulate "$@"
}

# Compiles a module with its tests and writes its class path to target/$2.class-path.
compile_tests() {
    need_maven
    maven "Compiling $1" "$2" -Dquick -pl "$1" -am test-compile dependency:build-classpath \
        "-Dmdep.outputFile=target/$2.class-path"
}

# Looks for bytes that the gateway accepts and that do not come back equal, or that it reads without end. A finding is a file
# crash-* or timeout-* in the folder of the corpus; the last lines of the output say where to put it, so that every build runs it.
lab_fuzz() {
    local seconds="${1:-300}" corpus="$work/fuzz" target="$home/ingest-service/target"
    [[ "$seconds" =~ ^[0-9]+$ ]] || fail "lab fuzz needs a number of seconds" 2
    find_jdk
    compile_tests ingest-service fuzz
    mkdir -p "$corpus/inputs"
    cd "$corpus"
    quiet_jvm
    exec "${jvm[@]}" -Djava.util.logging.manager=org.jboss.logmanager.LogManager \
        -cp "$target/test-classes:$target/classes:$(cat "$target/fuzz.class-path")" com.code_intelligence.jazzer.Jazzer \
        --target_class=io.millrace.ingest.admission.HostileBodiesFuzzTest \
        '--instrumentation_includes=io.millrace.**:com.fasterxml.jackson.core.**:org.apache.avro.**' \
        "-max_total_time=$seconds" -timeout=20 -max_len=4096 inputs
}

# Builds the program that runs other systems beside Millrace, when a source is newer.
build_peers() {
    local module="src-shared/system-tests/peers"
    peers_jar="$home/$module/target/peers.jar"
    is_built || build
    if [ ! -f "$peers_jar" ] || [ -n "$(find "$home/$module/src/main" "$home/$module/pom.xml" "$build_stamp" -newer "$peers_jar" -type f -print | head -n 1)" ]; then
        need_maven
        maven "Building $module" peers -Dquick -DskipTests -pl "$module" -am package
        touch "$peers_jar"
    fi
}

lab_verify_debezium() {
    local server="$work/tools/debezium-server-$debezium"
    find_jdk
    build_peers
    if [ ! -d "$server" ]; then
        need_maven
        echo "Downloading Debezium Server $debezium to $server: about 800 MB, once." >&2
        rm -rf "$server.part"
        mvn -B -ntp -q -f "$home/pom.xml" -N org.apache.maven.plugins:maven-dependency-plugin:3.9.0:unpack \
            "-Dartifact=io.debezium:debezium-server-dist:$debezium:tar.gz" "-DoutputDirectory=$server.part" >&2 ||
            fail "Debezium Server could not be downloaded; see above"
        mv "$server.part" "$server"
    fi
    quiet_jvm
    exec "${jvm[@]}" "-Dmillrace.home=$home" -jar "$peers_jar" --server "$server/debezium-server" "$@"
}

# Runs a main class with Spark: its name without the package, and its arguments.
run_spark() {
    local main="io.millrace.systemtests.spark.$1"
    shift
    bring_spark
    SPARK_LOCAL_IP=127.0.0.1 exec "$spark_java" "@$spark/jvm.options" \
        -cp "$spark/target/classes:$(cat "$spark/target/class-path")" "$main" "$@"
}

lab_verify_spark() {
    local json="" ours argument spark_java
    local -a table=()
    for argument in "$@"; do
        case "$argument" in
        --json) json=--json ;;
        *) table+=("$argument") ;;
        esac
    done
    [ ${#table[@]} -gt 0 ] || fail "lab verify-spark needs a stream or the folder of a table" 2
    find_spark_java
    find_jdk
    is_built || build
    quiet_jvm
    ours=$("${jvm[@]}" "-Dmillrace.home=$home" -jar "$launcher" fingerprint "${table[@]}") || exit $?
    run_spark SparkReadBack "$ours" $json
}

# Test classes write the tables, because only tests can make a storage fail.
lab_verify_faults() {
    local spark_java folder="$work/faults" module="$home/src-shared/system-tests"
    find_spark_java
    find_jdk
    compile_tests src-shared/system-tests faults
    rm -rf "$folder"
    mkdir -p "$folder"
    quiet_jvm
    "${jvm[@]}" -cp "$module/target/test-classes:$(cat "$module/target/faults.class-path")" \
        io.millrace.systemtests.interop.FaultManifest "$folder" 2>"$folder/log" ||
        fail "the tables could not be written; $folder/log has the reason"
    run_spark FaultReadBack "$folder/manifest.json"
}

# Downloads Polars, delta-rs and DuckDB and sets $readers_python.
bring_readers() {
    local wanted="$home/src-shared/system-tests/readers/requirements.txt" folder="$work/tools/readers"
    readers_python="$folder/bin/python"
    if [ ! -f "$folder/requirements.txt" ] || ! cmp -s "$wanted" "$folder/requirements.txt"; then
        command -v python3 >/dev/null || fail "found no python3 on the PATH. Install Python 3.10 or newer, with its module venv."
        echo "Downloading Polars, delta-rs and DuckDB to $folder: about 200 MB, once." >&2
        rm -rf "$folder"
        python3 -m venv "$folder" >&2 || fail "python3 -m venv failed; on Debian it is in the package python3-venv"
        "$readers_python" -m pip install -q --disable-pip-version-check -r "$wanted" >&2 ||
            fail "the readers could not be installed; see above"
        cp "$wanted" "$folder/requirements.txt"
    fi
}

# Test classes write the tables, because they hold the values.
lab_verify_readers() {
    local spark_java readers_python class_path status=0 folder="$work/readers" module="$home/src-shared/system-tests"
    find_spark_java
    find_jdk
    need_maven
    bring_readers
    bring_spark
    compile_tests src-shared/system-tests readers
    class_path="$module/target/test-classes:$(cat "$module/target/readers.class-path")"
    rm -rf "$folder"
    mkdir -p "$folder"
    "${jvm[@]}" -cp "$class_path" io.millrace.systemtests.interop.ReaderSamples "$folder" 2>"$folder/log" ||
        fail "the tables could not be written; $folder/log has the reason"
    "$readers_python" -u "$module/readers/verify.py" "$folder/manifest.json" || status=1
    (run_spark ReaderReadBack "$folder/manifest.json") || status=1
    "${jvm[@]}" -cp "$class_path" io.millrace.systemtests.interop.ReaderSamples "$folder" again 2>>"$folder/log" ||
        status=1
    return "$status"
}

lab_verify_view() {
    local sample spark_java
    find_spark_java
    find_jdk
    build_peers
    quiet_jvm
    sample=$("${jvm[@]}" "-Dmillrace.home=$home" -cp "$peers_jar" io.millrace.systemtests.view.ViewSample) || exit $?
    run_spark ViewReadBack "$sample"
}

lab() {
    local command="${1:-}"
    [ $# -gt 0 ] && shift
    case "$command" in
    verify-faults | verify-readers | verify-view) [ $# -eq 0 ] || fail "lab $command takes no argument, not '$1'" 2 ;;
    esac
    case "$command" in
    bench) lab_bench "$@" ;;
    race) lab_race "$@" ;;
    chaos) lab_chaos "$@" ;;
    simulate) lab_simulate "$@" ;;
    alerts) lab_alerts "$@" ;;
    fuzz) lab_fuzz "$@" ;;
    verify-spark) lab_verify_spark "$@" ;;
    verify-faults) lab_verify_faults ;;
    verify-readers) lab_verify_readers ;;
    verify-view) lab_verify_view ;;
    verify-debezium) lab_verify_debezium "$@" ;;
    "") help_of lab ;;
    *)
        help_of lab >&2
        fail "there is no command 'lab $command'" 2
        ;;
    esac
}
