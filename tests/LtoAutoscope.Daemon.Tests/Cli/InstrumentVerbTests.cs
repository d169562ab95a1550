using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using LtoAutoscope.Daemon.Tests.EndToEnd;

namespace LtoAutoscope.Daemon.Tests.Cli;

/// <summary>The verbs of <c>instrument</c> as processes, against the twin as a process.</summary>
[Collection(Verbs.Name)]
public sealed class InstrumentVerbTests(TwinProcess twin) : IClassFixture<TwinProcess>, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _endpoint = twin.Endpoint;
    private readonly string _config = twin.Configuration;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ListAndDescribe_Json_TellPartsEnvelopeAndForbiddenWords()
    {
        JsonElement list = await JsonAsync("instrument", "list", "--json");
        Assert.Contains(list.GetProperty("instruments").EnumerateArray(), entry => entry.GetProperty("name").GetString() == "twin");
        Assert.Contains(list.GetProperty("protocols").EnumerateArray(), entry => entry.GetProperty("name").GetString() == "sharksem");

        JsonElement described = await JsonAsync("instrument", "describe", "--config", _config, "--json");
        JsonElement part = described.GetProperty("parts")[0];
        Assert.Equal(_endpoint, part.GetProperty("endpoint").GetString());
        Assert.True(part.GetProperty("stop").GetProperty("interrupts_moves").GetBoolean());
        Assert.Contains(part.GetProperty("forbidden").EnumerateArray(), word => word.GetProperty("word").GetString() == "VacVent");
        Assert.Equal(48, described.GetProperty("envelope").GetProperty("limits").GetProperty("x").GetProperty("high").GetDouble());
    }

    [Fact]
    public async Task JogMonitorStop_MoveInsideTheEnvelopeOnlyAndTellWhereItIs()
    {
        JsonElement jog = await JsonAsync("instrument", "jog", "x", "--to", "0.25", "--config", _config, "--json");
        Assert.Equal(0.25, jog.GetProperty("reached").GetDouble(), 0.001);
        jog = await JsonAsync("instrument", "jog", "x", "--by", "-0.5", "--config", _config, "--json");
        Assert.Equal(-0.25, jog.GetProperty("reached").GetDouble(), 0.001);

        using BuiltProgram refused = await RunAsync("instrument", "jog", "x", "--to", "60", "--config", _config);
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("60 mm asked, allowed are -48 to 48 mm", refused.Error, StringComparison.Ordinal);

        using BuiltProgram monitor = await RunAsync("instrument", "monitor", "--count", "2", "--interval", "0.1", "--config", _config, "--json");
        JsonElement[] readings = [.. monitor.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(2, readings.Length);
        Assert.All(readings, reading => Assert.Equal(-0.25, reading.GetProperty("position").GetProperty("x_mm").GetDouble(), 0.001));

        JsonElement stop = await JsonAsync("instrument", "stop", "--config", _config, "--json");
        Assert.True(stop.GetProperty("sent").GetBoolean() && stop.GetProperty("blank_confirmed").GetBoolean() && stop.GetProperty("halt_confirmed").GetBoolean());
    }

    [Fact]
    public async Task Jog_AskedToEnd_HaltsTheStageOnItsWay()
    {
        using BuiltProgram jog = BuiltProgram.Start(_folder.FullPath, "instrument", "jog", "x", "--to", "40", "--config", _config);
        double start = await ReadXAsync(Token), x = start;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        while (x < start + 0.2)
        {
            // A console would be refused beside the jog; the twin lets a second client in.
            x = await ReadXAsync(limit.Token);
            await Task.Delay(50, limit.Token);
        }

        jog.AskToEnd();
        await jog.EndAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(130, jog.ExitCode);
        // The server refreshes the position every half second.
        await Task.Delay(1200, Token);
        double first = await ReadXAsync(Token);
        await Task.Delay(700, Token);
        Assert.Equal(first, await ReadXAsync(Token), 0.001);
        Assert.InRange(first, start + 0.2, 39);
    }

    [Fact]
    public async Task Console_ForbiddenWordInAnyCase_IsRefusedAndQuestionsAreAnswered()
    {
        JsonElement asked = await JsonAsync("instrument", "console", "TcpGetVersion", "HVGetBeam", "--config", _config, "--json");
        Assert.Equal(["s:\"2.0.25\"", "i:0"], asked.GetProperty("exchanges").EnumerateArray().Select(exchange => exchange.GetProperty("answer").GetString()));
        string[] forbidden = ["VacVent", "vacvent", "StgMove f:1", "StgMoveTo f:1 f:2", "HVAutoHeat", "HVBeamOn", "ScSetBlanker i:0 i:2", "GUISetScanning i:1", "StgCalibrate"];
        using BuiltProgram refused = await RunAsync(["instrument", "console", .. forbidden, "--config", _config]);
        Assert.Equal(2, refused.ExitCode);
        foreach (string word in forbidden) Assert.Contains($"{word}: refused", refused.Error, StringComparison.Ordinal);
        Assert.Equal("", refused.Output);
    }

    [Fact]
    public async Task Check_WithMotion_PassesAndReportsEveryExchange()
    {
        string output = _folder.PathOf("check");
        using BuiltProgram unasked = await RunAsync("instrument", "check", "--move", "--config", _config, "--out", output);
        Assert.Equal(2, unasked.ExitCode);
        Assert.Contains("--yes", unasked.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(output));

        JsonElement report = await JsonAsync("instrument", "check", "--move", "--yes", "--readings", "3", "--config", _config, "--out", output, "--json");
        Assert.True(report.GetProperty("passed").GetBoolean());
        string[] wire = [.. report.GetProperty("exchanges").EnumerateArray().Select(exchange => exchange.GetProperty("bytes").GetString()!)];
        Assert.Contains(wire, bytes => bytes.StartsWith("StgMoveTo", StringComparison.Ordinal));
        Assert.Contains(wire, bytes => bytes.StartsWith("ScSetBlanker", StringComparison.Ordinal));
        Assert.Contains(report.GetProperty("timings").EnumerateArray(), timing => timing.GetProperty("question").GetString() == "stage position" && timing.GetProperty("p95_ms").GetDouble() > 0);
        Assert.Contains("passed", await File.ReadAllTextAsync(Path.Combine(output, "report.txt"), Token), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(output, "report.json")));
    }

    [Fact]
    public async Task Check_WithoutMotion_SendsNothingThatMovesOrBlanks()
    {
        JsonElement report = await JsonAsync("instrument", "check", "--readings", "2", "--config", _config, "--json");
        Assert.True(report.GetProperty("passed").GetBoolean());
        string[] sent = [.. report.GetProperty("exchanges").EnumerateArray().Where(exchange => exchange.GetProperty("kind").GetString() == "sent").Select(exchange => exchange.GetProperty("bytes").GetString()!)];
        Assert.NotEmpty(sent);
        Assert.DoesNotContain(sent, bytes => Regex.IsMatch(bytes, "^(Stg(Move|Stop|Calibrate)|ScSet|HV(Set|Beam)|Set|Vac(Pump|Vent))"));
    }

    [Fact]
    public async Task RecordThenReplay_SameReadings_HaveNoDifference()
    {
        string file = _folder.PathOf("session.log");
        JsonElement recorded = await JsonAsync("instrument", "record", "--seconds", "1", "--interval", "0.3", "--out", file, "--config", _config, "--json");
        Assert.Equal(0, recorded.GetProperty("dropped").GetInt64());
        JsonElement replayed = await JsonAsync("instrument", "replay", file, "--speed", "0", "--config", _config, "--json");
        Assert.Equal(replayed.GetProperty("questions").GetInt32(), replayed.GetProperty("matched").GetInt32());
        Assert.Empty(replayed.GetProperty("differences").EnumerateArray());

        using BuiltProgram other = await RunAsync("instrument", "replay", file, "--speed", "0", "--do", "stop", "--config", _config);
        Assert.Equal(1, other.ExitCode);
        Assert.Contains("session.log:", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_HoldsTheInstrument_VerbsAreRefusedStopWorksAndTheWireIsRecorded()
    {
        string data = _folder.PathOf("lab");
        using BuiltProgram serve = BuiltProgram.Start(_folder.FullPath, "serve", "--urls", "http://127.0.0.1:0", "--data", data, "--instrument", _config);
        await serve.SaysAsync("LtoAutoscope serves at");
        foreach (string[] verb in (string[][])[["jog", "x", "--by", "0.1"], ["console", "StgIsBusy"], ["monitor", "--count", "1"], ["check"]])
        {
            using BuiltProgram refused = await RunAsync(["instrument", .. verb, "--config", _config]);
            Assert.Equal(2, refused.ExitCode);
            Assert.Contains("(serve)", refused.Error, StringComparison.Ordinal);
        }

        JsonElement stop = await JsonAsync("instrument", "stop", "--config", _config, "--json");
        Assert.True(stop.GetProperty("sent").GetBoolean());
        serve.AskToEnd();
        await serve.EndAsync(TimeSpan.FromMinutes(1));
        string wire = Assert.Single(Directory.GetFiles(Path.Combine(data, "wire")));
        Assert.Contains(await File.ReadAllLinesAsync(wire, Token), line => line.Contains("control > \"TcpGetVersion", StringComparison.Ordinal));
        using BuiltProgram free = await RunAsync("instrument", "jog", "x", "--by", "0.1", "--config", _config);
        Assert.Equal(0, free.ExitCode);
    }

    [Fact]
    public async Task Bench_OfAFewStops_TellsFiguresAndTheBoundBesideThem()
    {
        // Whether the bound is kept is no matter for a test: exit code 1 tells that it was not.
        using BuiltProgram serial = await RunAsync("instrument", "bench", "stop", "--protocol", "prior", "--stops", "2", "--json");
        JsonElement stop = JsonDocument.Parse(serial.Output).RootElement;
        Assert.True(stop.GetProperty("p99_ms").GetDouble() > 0 && stop.GetProperty("stops").GetInt32() == 2, serial.Output);
        Assert.Equal(250, stop.GetProperty("stated_wait_ms").GetDouble());
        Assert.Equal(stop.GetProperty("is_met").GetBoolean() ? 0 : 1, serial.ExitCode);

        using BuiltProgram streaming = await RunAsync("instrument", "bench", "sharksem", "--frames", "2", "--side", "256", "--stops", "2", "--blocked-threads", "1", "--json");
        JsonElement bench = JsonDocument.Parse(streaming.Output).RootElement;
        Assert.True(bench.GetProperty("images").GetProperty("images_megabytes_per_s").GetDouble() > 0, streaming.Output);
        Assert.True(bench.GetProperty("stop").GetProperty("p99_ms").GetDouble() > 0, streaming.Output);
    }

    [Fact]
    public async Task BadUsage_ExitsTwoAndWritesToStandardErrorOnly()
    {
        string[] calls =
        [
            "describe", "describe --instrument nobody", "jog q --to 1 --instrument twin", "jog x --instrument twin", "monitor --count 0 --instrument twin",
            "replay nowhere.log --instrument twin", "check --axes q --instrument twin", "bench stop --protocol unheard-of", "unheard-of",
        ];
        await Task.WhenAll(calls.Select(async call =>
        {
            using BuiltProgram program = await RunAsync(["instrument", .. call.Split(' ')]);
            Assert.True(program is { ExitCode: 2, Output: "", Error: not "" }, $"{call}: exited {program.ExitCode}: {program.Output}{program.Error}");
        }));
    }

    [Fact]
    public async Task Unreachable_ExitsOneAndSaysWhere()
    {
        using BuiltProgram program = await RunAsync("instrument", "stop", "--instrument", "twin", "--at", "127.0.0.1:1");
        Assert.Equal(1, program.ExitCode);
        Assert.Contains("127.0.0.1:1", program.Output, StringComparison.Ordinal);
        using BuiltProgram monitor = await RunAsync("instrument", "monitor", "--count", "1", "--instrument", "twin", "--at", "127.0.0.1:1");
        Assert.Equal(1, monitor.ExitCode);
        Assert.Contains("127.0.0.1:1", monitor.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<double> ReadXAsync(CancellationToken token)
    {
        var settings = new LtoAutoscope.Instruments.SharkSem.SharkSemSettings { Host = "127.0.0.1", Port = int.Parse(_endpoint.Split(':')[1], CultureInfo.InvariantCulture) };
        await using var console = await LtoAutoscope.Instruments.SharkSem.SharkSemConsole.ConnectAsync(
            settings, LtoAutoscope.Instruments.Transports.IWireTap.None, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance, token);
        string answer = await console.ExchangeAsync("StgGetPosition", token);
        return double.Parse(answer.Split(' ')[0][2..], CultureInfo.InvariantCulture);
    }

    private Task<BuiltProgram> RunAsync(params string[] arguments) => BuiltProgram.RunAsync(_folder.FullPath, arguments);

    private async Task<JsonElement> JsonAsync(params string[] arguments)
    {
        using BuiltProgram program = await RunAsync(arguments);
        Assert.True(program.ExitCode == 0, $"{string.Join(' ', arguments)} exited {program.ExitCode}: {program.Error}{program.Output}");
        return JsonDocument.Parse(program.Output).RootElement.Clone();
    }
}
