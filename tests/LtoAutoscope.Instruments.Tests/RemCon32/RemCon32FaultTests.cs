using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Lines;
using LtoAutoscope.Twin;

namespace LtoAutoscope.Instruments.Tests.RemCon32;

/// <summary>Everything that goes wrong between the two ends: each ends in its named fault, and the line is used again.</summary>
public sealed class RemCon32FaultTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answer_WhoseSecondLineIsLate_IsWaitedFor()
    {
        await using RemCon32Bench bench = await StartAsync(request => request == "FOC?" ? "@\r\n~1500~>7.5\r\n" : null, settings => settings with { AnswerTimeout = null });
        Assert.Equal(7.5, await bench.Column.ReadWorkingDistanceMmAsync(Token));
    }

    /// <summary>Half of it, one that is cut, one that is garbled, and none.</summary>
    [Theory]
    [InlineData("@\r\n", Fault.AnswerTimeout)]
    [InlineData("@\r\n>1", Fault.AnswerTimeout)]
    [InlineData("@\r\n>", Fault.AnswerTimeout)]
    [InlineData("", Fault.AnswerTimeout)]
    [InlineData("@", Fault.AnswerTimeout)]
    [InlineData("@\r\n>1?.\u00e9\r\n", Fault.MalformedAnswer)]
    [InlineData("@\r\n@\r\n", Fault.MalformedAnswer)]
    [InlineData("?\r\n>7\r\n", Fault.MalformedAnswer)]
    [InlineData(">7\r\n@\r\n", Fault.MalformedAnswer)]
    [InlineData("@\r\n*603\r\n", Fault.CommandRejected)]
    [InlineData("@\r\n* 603 \r\n", Fault.CommandRejected)]
    [InlineData("@\r\n*600\r\n", Fault.NotSupported)]
    [InlineData("@\r\n*999\r\n", Fault.CommandRejected)]
    [InlineData("#\r\n", Fault.NotSupported)]
    [InlineData("#\r\n*601\r\n", Fault.CommandRejected)]
    [InlineData("#\r\n~10~* 601\r\n", Fault.CommandRejected)]
    [InlineData("#\r", Fault.NotSupported)]
    public async Task Answer_ThatIsWrong_IsANamedFaultAndTheNextOneIsItsOwn(string answer, Fault expected)
    {
        bool isWrong = true;
        await using RemCon32Bench bench = await StartAsync(request => request == "FOC?" && isWrong ? answer : null);
        Assert.Equal(expected, (await RemCon32Bench.FaultOf(() => bench.Column.ReadWorkingDistanceMmAsync(Token))).Fault);
        isWrong = false;
        Assert.Equal(BeamState.Off, await bench.Column.ReadBeamAsync(Token));
        Assert.Equal(10, await bench.Column.ReadWorkingDistanceMmAsync(Token));
        Assert.Equal(2, bench.Sent.Count(text => text == "FOC?"));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    [InlineData(1600)]
    public async Task Answer_ThatComesTooLate_IsNeverTakenForTheNextOne(int lateMs)
    {
        bool isLate = true;
        await using RemCon32Bench bench = await StartAsync(request =>
        {
            if (request != "FOC?" || !isLate) return null;
            isLate = false;
            return $"@\r\n~{lateMs}~>77\r\n";
        });
        Assert.Equal(Fault.AnswerTimeout, (await RemCon32Bench.FaultOf(() => bench.Column.ReadWorkingDistanceMmAsync(Token))).Fault);
        for (int i = 0; i < 50; i++)
        {
            try
            {
                Assert.Equal(10, await bench.Column.ReadWorkingDistanceMmAsync(Token));
                return;
            }
            catch (InstrumentFaultException fault) when (fault.Fault == Fault.LineNotSynchronised)
            {
                // Tried again by whoever asks; nothing but the probe went out.
            }
        }

        Assert.Fail("the line was not synchronised again");
    }

    /// <summary>A SEM that acknowledges the probe before the late answer is out: the probe takes it for its own, and its repetition finds that out.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    public async Task Answer_ThatComesLateIntoTheProbe_IsFoundOut(int pauseMs)
    {
        int state = 0;
        await using RemCon32Bench bench = await StartAsync(request =>
        {
            if (request == "FOC?" && state == 0)
            {
                state = 1;
                return "@\r\n";
            }

            if (request != "VER?" || state != 1) return null;
            state = 2;
            return $"@\r\n>77\r\n~{pauseMs}~>SmartSEM Remote Control V06.01, February 2016\r\n";
        });
        Assert.Equal(Fault.AnswerTimeout, (await RemCon32Bench.FaultOf(() => bench.Column.ReadWorkingDistanceMmAsync(Token))).Fault);
        for (int i = 0; i < 3; i++)
        {
            try
            {
                Assert.Equal(BeamState.Off, await bench.Column.ReadBeamAsync(Token));
                Assert.Equal(10, await bench.Column.ReadWorkingDistanceMmAsync(Token));
                return;
            }
            catch (InstrumentFaultException fault) when (fault.Fault == Fault.LineNotSynchronised)
            {
                // As above.
            }
        }

        Assert.Fail("the line was not synchronised again");
    }

    [Fact]
    public async Task Set_ThatIsAcceptedAndNotTaken_IsNamed()
    {
        await using RemCon32Bench bench = await StartAsync(_ => null);
        InstrumentFaultException fault = await RemCon32Bench.FaultOf(() => bench.Column.SetBlankAsync(false, Token));
        Assert.Equal(Fault.SetNotTaken, fault.Fault);
        Assert.Equal("BBLK 1", bench.Sent[^1]);
        Assert.Equal(Fault.SetNotTaken, (await RemCon32Bench.FaultOf(() => bench.Driver.Detectors!.SelectAsync(0, new Detector(0, "SE2"), Token))).Fault);
    }

    [Fact]
    public async Task Beam_WhoseVoltageNeverComes_IsAHighVoltageTimeout()
    {
        await using RemCon32Bench bench = await StartAsync(_ => null, settings => settings with { HighVoltageTimeout = TimeSpan.FromMilliseconds(300) });
        Assert.Equal(Fault.HighVoltageTimeout, (await RemCon32Bench.FaultOf(() => bench.Column.SetBeamAsync(true, 5, Token))).Fault);
    }

    [Fact]
    public async Task Beam_ThatTripsOnItsRamp_IsNamed()
    {
        TwinMicroscope twin = RemCon32Bench.Twin(1);
        await using RemCon32Bench bench = await RemCon32Bench.StartAsync(twin);
        Task ramp = bench.Column.SetBeamAsync(true, 30, Token);
        while (twin.Column.VoltageV < 6000) await PatientTime.DelayAsync(10, Token);
        twin.Column.Trip();
        Assert.Equal(Fault.BeamTripped, (await RemCon32Bench.FaultOf(() => ramp)).Fault);
        Assert.Equal(BeamState.Off, await bench.Column.ReadBeamAsync(Token));
    }

    [Fact]
    public async Task Vacuum_ThatIsLost_IsNotReadyAndRefusesTheBeam()
    {
        TwinMicroscope twin = RemCon32Bench.Twin();
        await using RemCon32Bench bench = await RemCon32Bench.StartAsync(twin);
        twin.LoseVacuum(10, 1e6);
        while (await bench.Driver.Vacuum!.ReadPressurePaAsync(Token) < 1) await PatientTime.DelayAsync(10, Token);
        Assert.Equal(VacuumState.Unknown, await bench.Driver.Vacuum.ReadStateAsync(Token));
        Assert.Equal(BeamState.Off, await bench.Column.ReadBeamAsync(Token));
        InstrumentFaultException fault = await RemCon32Bench.FaultOf(() => bench.Column.SetBeamAsync(true, 5, Token));
        Assert.Contains("616, the command cannot be executed now", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_CutWhileMoving_IsLostAndCanBeMadeAgain()
    {
        TwinMicroscope twin = RemCon32Bench.Twin(1);
        await using RemCon32Bench bench = await RemCon32Bench.StartAsync(twin);
        Task<StagePosition> move = bench.Stage.MoveAsync(StageTarget.Planar(8, 0), Token);
        while (!twin.Stage.IsBusy) await PatientTime.DelayAsync(5, Token);
        await bench.Listener.DropConnectionsAsync();
        Assert.Equal(Fault.LinkLost, (await RemCon32Bench.FaultOf(() => move)).Fault);
        Assert.Equal(StageMotion.Unknown, await bench.Stage.ReadMotionAsync(Token));
        Assert.False((await bench.Driver.StopAsync(Token)).Sent);
        await bench.Driver.ReconnectAsync(Token);
        Assert.NotEqual(StageMotion.Unknown, await bench.Stage.ReadMotionAsync(Token));
        // A move is never sent a second time by itself.
        Assert.Single(bench.Sent, text => text.StartsWith("C95 ", StringComparison.Ordinal));
        await bench.Stage.HaltAsync(Token);
    }

    private static Task<RemCon32Bench> StartAsync(Func<string, string?> answer, Func<LineSettings, LineSettings>? change = null)
    {
        LineSettings Short(LineSettings settings) => settings with { AnswerTimeout = TimeSpan.FromMilliseconds(120) };
        return RemCon32Bench.StartAsync(new ScriptedSem(answer), change: change is null ? Short : settings => change(Short(settings)),
            protocol: RemCon32Bench.Protocol with { Framing = RemCon32Bench.Protocol.Framing with { AcceptedTimeout = TimeSpan.FromMilliseconds(300) } });
    }
}
