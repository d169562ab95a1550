using System.Globalization;
using System.Text;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Lines;
using LtoAutoscope.Instruments.Lines.Protocols;
using LtoAutoscope.Instruments.Transports;
using Microsoft.Extensions.Time.Testing;

namespace LtoAutoscope.Instruments.Tests.Lines;

/// <summary>Golden transcripts, played against both ends.</summary>
public sealed class LineTranscriptTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Those for a server; the older ones of PI and GRBL are played by their servers' own tests.</summary>
    public static TheoryData<string, string> ForServers() => Files(transcript => transcript.Protocol is not ("pi" or "grbl") || transcript.Orders.Any());

    public static TheoryData<string, string> ForDrivers() => Files(transcript => transcript.Orders.Any());

    public static TheoryData<string, string> AllFiles() => Files(_ => true);

    [Theory]
    [MemberData(nameof(ForServers))]
    public async Task Server_GoldenTranscript_AnswersToTheByte(string protocol, string file)
    {
        var time = new FakeTimeProvider();
        await using TroubledBench bench = TroubledBench.Start(protocol, time: time, timeFactor: 1);
        await using IByteLink client = await LineBench.OpenAsync(bench.Endpoint, Token);
        var reader = new AnswerReader(client);
        foreach ((char kind, string text) in LineTranscript.Load(protocol, file).Steps)
        {
            switch (kind)
            {
                case '>':
                    await client.WriteAsync(Encoding.Latin1.GetBytes(LineTranscript.Unescape(text)), Token);
                    break;
                case '!':
                    // What was sent has to be in motion before time passes.
                    await PatientTime.DelayAsync(100, Token);
                    time.Advance(TimeSpan.FromSeconds(LineTranscript.Seconds(text)));
                    break;
                case '<':
                    string? trouble = await reader.ExpectAsync(text, Longest, Token);
                    Assert.True(trouble is null, trouble);
                    break;
            }
        }

        Assert.Equal("", await reader.RestAsync(Token));
    }

    [Theory]
    [MemberData(nameof(ForDrivers))]
    public async Task Driver_GoldenTranscript_AsksToTheByte(string protocol, string file)
    {
        LineTranscript transcript = LineTranscript.Load(protocol, file);
        var device = new TranscriptDevice(transcript);
        await using TroubledBench bench = TroubledBench.Start(protocol, make: _ => device);
        LineInstrument? driver = null;
        try
        {
            foreach (string order in transcript.Orders)
            {
                string[] parts = order.Split(" => ");
                string[] words = parts[0].Split(' ');
                double[] figures = [.. words.Skip(1).Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
                Task doing = words[0] switch
                {
                    "connect" => ConnectAsync(),
                    "read" => ReadAsync(driver!, figures),
                    "move" => driver!.Stage!.MoveAsync(new StageTarget(figures[0], figures[1], figures.Length > 2 ? figures[2] : null), Token),
                    "stop" => StopAsync(driver!),
                    _ => throw new FormatException(order),
                };
                InstrumentFaultException? fault = null;
                try
                {
                    await doing.WaitAsync(Longest, Token);
                }
                catch (InstrumentFaultException thrown)
                {
                    fault = thrown;
                }

                Assert.True(device.Trouble is null, device.Trouble);
                Assert.True((fault?.Fault.ToString() ?? "") == (parts.Length > 1 ? parts[1] : ""), $"{order}: {fault}");
            }

            for (int i = 0; i < 500 && !device.IsDone && device.Trouble is null; i++) await PatientTime.DelayAsync(10, Token);
            Assert.True(device.Trouble is null, device.Trouble);
            Assert.True(device.IsDone, "not all of it was asked");
        }
        finally
        {
            if (driver is not null) await driver.DisposeAsync();
        }

        async Task ConnectAsync() => driver = await bench.ConnectAsync(protocol, settings => settings with
        {
            Limits = protocol == "corvus" ? LineBench.Limits with { Z = default } : LineBench.Limits, AnswerTimeout = TimeSpan.FromSeconds(5), Poll = TimeSpan.FromMilliseconds(1),
        });
    }

    /// <summary>Every answer in a transcript is one that the driver's patterns read, as the answer of the request before it, as an error, or as unasked.</summary>
    [Theory]
    [MemberData(nameof(AllFiles))]
    public void Driver_EveryAnswer_IsRead(string protocol, string file)
    {
        ProtocolDefinition definition = ProtocolLibrary.Load(protocol);
        LineCommand? asked = null;
        int read = 0;
        foreach ((char kind, string text) in LineTranscript.Load(protocol, file).Steps)
        {
            string bytes = LineTranscript.Unescape(text);
            if (kind == '>')
            {
                string request = bytes.TrimEnd('\r', '\n');
                asked = definition.Commands.Values.FirstOrDefault(command => command.Request.Match(request) is not null || command.IsRaw && command.Request.Template == request);
            }

            if (kind != '<' || asked is not { IsQuestion: true } || text.Contains(@"\*", StringComparison.Ordinal)) continue;
            foreach (string line in bytes.Split('\r', '\n').Where(line => line.Length > 0))
            {
                bool fits = asked.Reply.Any(reply => reply.Match(line) is not null) || definition.Errors.Replies.Any(error => error.Match(line) is not null)
                    || definition.Framing.IsPush(line) || line == definition.Framing.Completion || definition.Framing.SkipsUnexpected;
                Assert.True(fits || asked.HasManyLines, $"{asked.Name} does not read '{line}'");
                read++;
            }
        }

        Assert.True(read > 0 || protocol is "pi" or "grbl", "the driver asks none of these questions");
    }

    private static TheoryData<string, string> Files(Func<LineTranscript, bool> which)
    {
        var data = new TheoryData<string, string>();
        foreach (string protocol in TroubledBench.Protocols().Select(row => row.Data))
            foreach (LineTranscript transcript in LineTranscript.All(protocol).Where(which)) data.Add(protocol, transcript.File);
        return data;
    }

    private static async Task ReadAsync(LineInstrument driver, double[] wanted)
    {
        StagePosition read = await driver.Stage!.ReadPositionAsync(Token);
        double[] got = [read.XMm, read.YMm, read.ZMm];
        for (int i = 0; i < wanted.Length; i++) Assert.Equal(wanted[i], got[i], 1e-4);
    }

    private static async Task StopAsync(LineInstrument driver)
    {
        StopReport report = await driver.StopAsync(Token);
        Assert.True(report.Sent, report.Detail);
        if (driver.StopAbility.InterruptsMoves) Assert.True(report.HaltConfirmed, report.Detail);
    }
}
