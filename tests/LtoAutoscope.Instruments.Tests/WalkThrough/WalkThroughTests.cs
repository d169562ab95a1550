using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Instruments.Interlock;
using LtoAutoscope.Instruments.Lines.Protocols;
using LtoAutoscope.Instruments.Tests.Bench;
using LtoAutoscope.Instruments.Tests.Lines;
using LtoAutoscope.Instruments.Transports;
using LtoAutoscope.Twin;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace LtoAutoscope.Instruments.Tests.WalkThrough;

/// <summary>What <c>docs/add-an-instrument.md</c> tells to do, done: a stage that is data in a laboratory's own folder.</summary>
public sealed class WalkThroughTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);
    private static readonly string Lab = Path.Combine(AppContext.BaseDirectory, "WalkThrough", "lab");
    private static readonly string Protocols = Path.Combine(Lab, "protocols");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("protocols/mx2/protocol.yaml")]
    [InlineData("protocols/mx2/transcripts/session.txt")]
    [InlineData("instruments/mx2-bench.yaml")]
    public void Page_EveryLineOfTheFiles_StandsOnIt(string file)
    {
        HashSet<string> page = [.. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "docs", "add-an-instrument.md")).Select(line => line.TrimEnd())];
        string[] lines = File.ReadAllLines(Path.Combine(Lab, file));
        Assert.NotEmpty(lines);
        foreach (string line in lines.Where(line => line.Length > 0)) Assert.Contains("    " + line, page);
    }

    [Fact]
    public void Page_ItsReference_NamesEverySlotKindRoleAndDeed()
    {
        string page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "add-an-instrument.md"));
        foreach (string kind in Enum.GetNames<LtoAutoscope.Instruments.Lines.SlotKind>()) Assert.Contains($"`{kind.ToLowerInvariant()}`", page, StringComparison.Ordinal);
        foreach (string role in LineRole.Known) Assert.Contains($"`{role}`", page, StringComparison.Ordinal);
        foreach (TwinDeed deed in Enum.GetValues<TwinDeed>())
            Assert.Contains($"`{Regex.Replace(deed.ToString(), "(?<=[a-z])(?=[A-Z])", "_").ToLowerInvariant()}`", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stage_BesideTheTwinsColumn_MovesAndStops(bool onTerminal)
    {
        if (onTerminal && !OperatingSystem.IsLinux()) Assert.Skip("Pseudo-terminals are to be had on Linux only.");
        await using TwinHost twin = await StartAsync(onTerminal ? null : 0);
        InstrumentConfiguration configuration = (await InstrumentConfiguration.LoadAsync(Path.Combine(Lab, "instruments", "mx2-bench.yaml"), Token))
            .At(twin.Endpoints.SharkSem).At("mx2", twin.Endpoints["mx2"]);
        await using InterlockedMicroscope microscope = await InstrumentFactory.ConnectAsync(configuration, PatientTime.Instance, NullLoggerFactory.Instance, Token);
        using InstrumentLease lease = microscope.Acquire("test");

        StagePosition reached = await lease.Microscope.Stage.MoveAsync(StageTarget.Planar(1.2345, -0.2502), Token);
        Assert.Equal(1.2345, reached.XMm, 0.001);
        Assert.Equal(-0.2502, twin.Microscope.Stage.True.YMm, 0.001);

        InstrumentFaultException tooFar = await Assert.ThrowsAsync<InstrumentFaultException>(() => lease.Microscope.Stage.MoveAsync(StageTarget.Planar(25, 0), Token));
        Assert.Equal(Fault.InterlockRefused, tooFar.Fault);

        Task<StagePosition> move = lease.Microscope.Stage.MoveAsync(StageTarget.Planar(9, 0), Token);
        for (long began = PatientTime.Instance.GetTimestamp(); twin.Microscope.Stage.True.XMm < 2 && !move.IsCompleted && PatientTime.Instance.GetElapsedTime(began) < Longest;) await PatientTime.DelayAsync(5, Token);
        StopReport stop = await microscope.StopAsync(Token);
        Assert.True(stop.Sent && stop.HaltConfirmed == true, stop.Detail);
        Assert.Equal(Fault.StoppedByOperator, (await Assert.ThrowsAsync<InstrumentFaultException>(() => move)).Fault);
        Assert.InRange(twin.Microscope.Stage.True.XMm, 1, 8.9);
    }

    [Fact]
    public async Task Server_GoldenTranscript_AnswersToTheByte()
    {
        var time = new FakeTimeProvider();
        await using TwinHost twin = await StartAsync(0, time);
        await using IByteLink client = await LineBench.OpenAsync(twin.Endpoints["mx2"], Token);
        var buffer = new byte[256];
        int answers = 0;
        foreach (string line in await File.ReadAllLinesAsync(Path.Combine(Protocols, "mx2", "transcripts", "session.txt"), Token))
        {
            switch (line[0])
            {
                case '>':
                    await client.WriteAsync(Encoding.Latin1.GetBytes(Regex.Unescape(line[2..])), Token);
                    break;
                case '!':
                    time.Advance(TimeSpan.FromSeconds(double.Parse(line[2..], CultureInfo.InvariantCulture)));
                    break;
                case '<':
                    var wanted = new Regex($"^{string.Join("[^\r]*", line[2..].Split(@"\*").Select(piece => Regex.Escape(Regex.Unescape(piece))))}$", RegexOptions.CultureInvariant);
                    string got = "";
                    using (var patience = new CancellationTokenSource(Longest, PatientTime.Instance))
                    {
                        for (int read = 1; read > 0 && !got.EndsWith('\n'); got += Encoding.Latin1.GetString(buffer.AsSpan(0, read)))
                            read = await client.ReadAsync(buffer, patience.Token);
                    }

                    Assert.Matches(wanted, got);
                    answers++;
                    break;
            }
        }

        Assert.True(answers >= 10);
    }

    [Theory]
    [InlineData("HM")]
    [InlineData("GO X=10")]
    [InlineData("zr")]
    [InlineData("JS 1")]
    public void Console_WhatGoesRoundTheInterlock_IsRefused(string text) => Assert.NotNull(ProtocolLibrary.Load("mx2", Protocols).WhyForbiddenInConsole(text));

    [Fact]
    public void Load_AnotherNameThanItsFolder_IsRefused()
    {
        string folders = Directory.CreateTempSubdirectory("lto-autoscope-protocols-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folders, "mx3"));
            File.Copy(Path.Combine(Protocols, "mx2", "protocol.yaml"), Path.Combine(folders, "mx3", "protocol.yaml"));
            Assert.Contains("'mx2'", Assert.Throws<InputException>(() => ProtocolLibrary.Load("mx3", folders)).Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folders, recursive: true);
        }
    }

    [Fact]
    public void Console_AQuestion_IsAllowed() => Assert.Null(ProtocolLibrary.Load("mx2", Protocols).WhyForbiddenInConsole("WH"));

    private static Task<TwinHost> StartAsync(int? port, TimeProvider? time = null)
        => TwinHost.StartAsync(
            new TwinOptions { ProtocolFolders = [Protocols], Servers = [new TwinServer("mx2", port)] }, new BlobWorld(), time ?? PatientTime.Instance, NullLoggerFactory.Instance, Token);
}
