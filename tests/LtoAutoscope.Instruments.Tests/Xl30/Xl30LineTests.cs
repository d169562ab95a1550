using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Xl30;
using LtoAutoscope.Twin;
using LtoAutoscope.Twin.Servers;

namespace LtoAutoscope.Instruments.Tests.Xl30;

/// <summary>The driver against instruments and lines that misbehave.</summary>
public sealed class Xl30LineTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task LateAnswer_IsNeverTakenForTheNext(bool terminal)
    {
        int asked = 0;
        var server = new ScriptedServer(async (request, link) =>
        {
            if (request.Opcode == Xl30Opcode.GetMagnification)
            {
                asked++;
                if (asked == 1) await PatientTime.DelayAsync(2 * Short, CancellationToken.None);
                await link.WriteAsync(Xl30Message.Floats(request.Opcode, asked == 1 ? 100 : 200).Encode(), CancellationToken.None);
            }
            else
            {
                await link.WriteAsync(Xl30Message.Words(request.Opcode, 3, 1).Encode(), CancellationToken.None);
            }
        });
        await using Xl30Bench bench = await Xl30Bench.StartAsync(server, terminal && OperatingSystem.IsLinux(), settings => settings with { AnswerTimeout = Short });
        Assert.Equal(Fault.AnswerTimeout, (await FaultOf(() => bench.Microscope.Column.ReadFieldWidthUmAsync(Token))).Fault);
        Assert.Equal(600, await bench.Microscope.Column.ReadFieldWidthUmAsync(Token), 0.01);
        Assert.Equal(Xl30Opcode.GetIdentity, bench.Sent[3]);
    }

    [Fact]
    public async Task GarbledAnswer_OverATerminal_IsMalformedAndTheLineRecovers()
    {
        int asked = 0;
        var server = ScriptedServer.Answering(request =>
        {
            byte[] bytes = Xl30Message.Floats(request.Opcode, 120).Encode();
            if (asked++ == 0) bytes[^1] ^= 1;
            return bytes;
        });
        await using Xl30Bench bench = await Xl30Bench.StartAsync(server, terminal: OperatingSystem.IsLinux());
        InstrumentFaultException fault = await FaultOf(() => bench.Microscope.Column.ReadFieldWidthUmAsync(Token));
        Assert.Equal(Fault.MalformedAnswer, fault.Fault);
        Assert.Contains("checksum", fault.Detail, StringComparison.Ordinal);
        Assert.Equal(1000, await bench.Microscope.Column.ReadFieldWidthUmAsync(Token), 0.01);
    }

    [Theory]
    [InlineData("0509 0C01 00000000 1B")]
    [InlineData("0505 0C00 16")]
    [InlineData("0509 0C80 00000000 9A")]
    [InlineData("0509 0C00 0000C07F 59")]
    public async Task StrangeAnswer_EndsInItsFault(string hex)
    {
        byte[] bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        await using Xl30Bench bench = await Xl30Bench.StartAsync(ScriptedServer.Answering(_ => bytes));
        Fault expected = (bytes[3] & Xl30Message.ErrorBit) != 0 ? Fault.CommandRejected : Fault.MalformedAnswer;
        Assert.Equal(expected, (await FaultOf(() => bench.Microscope.Column.ReadFieldWidthUmAsync(Token))).Fault);
    }

    [Fact]
    public async Task Set_ThatReadsBackOtherwise_IsNotTaken()
    {
        var server = ScriptedServer.Answering(request => request.Opcode == Xl30Opcode.GetSpotSize ? Xl30Message.Floats(request.Opcode, 2).Encode() : request.Encode());
        await using Xl30Bench bench = await Xl30Bench.StartAsync(server);
        InstrumentFaultException fault = await FaultOf(() => bench.Microscope.SetSpotSizeAsync(5, Token));
        Assert.Equal(Fault.SetNotTaken, fault.Fault);
        Assert.Contains("5", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Move_NeverAnswered_IsSentOnceAndIsNotIdle()
    {
        await using Xl30Bench bench = await Xl30Bench.StartAsync(Stalled(), change: settings => settings with
        {
            StepTimeout = Short, AnswerTimeout = Short, SynchroniseTimeout = 2 * Short,
        });
        Assert.Equal(Fault.AnswerTimeout, (await FaultOf(() => bench.Microscope.Stage.MoveAsync(StageTarget.Planar(3, 0), Token))).Fault);
        Assert.Equal(StageMotion.Unknown, await bench.Microscope.Stage.ReadMotionAsync(Token));
        Assert.Equal(Fault.LineNotSynchronised, (await FaultOf(() => bench.Microscope.Stage.MoveAsync(StageTarget.Planar(3, 0), Token))).Fault);
        Assert.Single(bench.Sent, Xl30Opcode.MoveXY);
    }

    [Fact]
    public async Task Stop_WhileAMoveIsNotAnswered_GoesOutAfterTheStatedWait()
    {
        await using Xl30Bench bench = await Xl30Bench.StartAsync(Stalled(), change: settings => settings with { StopPatience = Short, StopReadBackTimeout = Short });
        Task<StagePosition> move = bench.Microscope.Stage.MoveAsync(StageTarget.Planar(3, 0), Token);
        while (!bench.Sent.Contains(Xl30Opcode.MoveXY)) await PatientTime.DelayAsync(5, Token);
        long began = PatientTime.Instance.GetTimestamp();
        StopReport report = await bench.Microscope.StopAsync(Token);
        Assert.True(report is { Sent: true, BlankConfirmed: null, HaltConfirmed: false }, report.ToString());
        Assert.InRange(report.SentAfter, Short / 2, TimeSpan.FromSeconds(5));
        Assert.InRange(PatientTime.Instance.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Equal(Fault.StoppedByOperator, (await FaultOf(() => move)).Fault);
        Assert.Contains(Xl30Opcode.SetBlank, bench.Sent);
        Assert.Equal(Fault.HaltNotConfirmed, (await FaultOf(() => bench.Microscope.Stage.HaltAsync(Token))).Fault);
    }

    [Fact]
    public async Task Stop_WhileTheLineIsBroughtIntoStep_GoesFirst()
    {
        int identities = 0;
        var server = new ScriptedServer(async (request, link) =>
        {
            if (request.Opcode == Xl30Opcode.GetIdentity && ++identities > 2 || request.Opcode == Xl30Opcode.GetMagnification) return;
            await link.WriteAsync((request.Opcode == Xl30Opcode.GetBlank ? Xl30Message.Words(request.Opcode, 1, 0) : request).Encode(), CancellationToken.None);
        });
        await using Xl30Bench bench = await Xl30Bench.StartAsync(server, change: settings => settings with { AnswerTimeout = Short });
        await FaultOf(() => bench.Microscope.Column.ReadFieldWidthUmAsync(Token));
        Task<double> waits = bench.Microscope.Column.ReadFieldWidthUmAsync(Token);
        StopReport report = await bench.Microscope.StopAsync(Token);
        Assert.True(report is { Sent: true, BlankConfirmed: true, HaltConfirmed: true }, report.ToString());
        await FaultOf(() => waits);
    }

    [Fact]
    public async Task Connect_ToAnInstrumentThatSaysNothing_EndsInABoundedTime()
    {
        InstrumentFaultException fault = await FaultOf(() => Xl30Bench.StartAsync(
            new ScriptedServer((_, _) => Task.CompletedTask), change: settings => settings with { AnswerTimeout = Short, SynchroniseTimeout = 2 * Short }));
        Assert.Equal(Fault.LineNotSynchronised, fault.Fault);
    }

    [Fact]
    public async Task Connect_ToALineThatNeverFallsSilent_EndsInABoundedTime()
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var server = new ChatteringServer(end.Token);
        InstrumentFaultException fault = await FaultOf(() => Xl30Bench.StartAsync(server, change: settings => settings with { SynchroniseTimeout = 2 * Short }));
        Assert.Equal(Fault.LineNotSynchronised, fault.Fault);
        await end.CancelAsync();
    }

    /// <summary>10³ exchanges with an instrument whose answers are mutated: each ends in a value or a named fault, and only questions go out.</summary>
    [Fact]
    public async Task Driver_AgainstAHostileInstrument_NeitherHangsNorSendsAnythingUnsafe()
    {
        await Task.WhenAll(Enumerable.Range(0, 5).Select(HostileAsync));

        static async Task HostileAsync(int seed)
        {
            var random = new Random(seed);
            bool hostile = false;
            await using Xl30Bench bench = await Patience.AskAsync(() => Xl30Bench.StartAsync(
                new ScriptedServer(async (request, link) =>
                {
                    byte[] answer = request.Opcode == Xl30Opcode.GetIdentity ? Xl30Message.Words(request.Opcode, 3, 1).Encode() : request.Encode();
                    await link.WriteAsync(hostile ? Xl30Mutation.Of(answer, random) : answer, CancellationToken.None);
                }),
                change: settings => settings with
                {
                    AnswerTimeout = TimeSpan.FromMilliseconds(15), QuietTime = TimeSpan.FromMilliseconds(1), SynchroniseTimeout = TimeSpan.FromSeconds(3),
                }));
            hostile = true;
            for (int i = 0; i < 200; i++)
            {
                try
                {
                    switch (i % 3)
                    {
                        case 0: await bench.Microscope.Stage.ReadPositionAsync(Token).WaitAsync(TimeSpan.FromSeconds(30), Token); break;
                        case 1: await bench.Microscope.Column.ReadBlankAsync(Token).WaitAsync(TimeSpan.FromSeconds(30), Token); break;
                        default: await bench.Microscope.Column.ReadStigmatorAsync(Token).WaitAsync(TimeSpan.FromSeconds(30), Token); break;
                    }
                }
                catch (InstrumentFaultException)
                {
                    // The named fault is the point.
                }
            }

            Assert.All(bench.Sent, opcode => Assert.True(opcode is Xl30Opcode.GetIdentity or Xl30Opcode.GetStagePosition or Xl30Opcode.GetBlank or Xl30Opcode.GetStigmator, opcode.ToString()));
        }
    }

    private static ScriptedServer Stalled()
    {
        bool stalled = false;
        return ScriptedServer.Answering(request =>
        {
            stalled |= request.Opcode == Xl30Opcode.MoveXY;
            return stalled ? null : request.Encode();
        }, () => !stalled);
    }

    private static async Task<InstrumentFaultException> FaultOf(Func<Task> act) => await Assert.ThrowsAsync<InstrumentFaultException>(act);
}
