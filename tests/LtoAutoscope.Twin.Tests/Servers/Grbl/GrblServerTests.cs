using System.Text;
using System.Text.RegularExpressions;
using LtoAutoscope.Twin.Servers.Grbl;
using Microsoft.Extensions.Time.Testing;

namespace LtoAutoscope.Twin.Tests.Servers.Grbl;

public sealed class GrblServerTests
{
    [Theory]
    [InlineData("start-up.txt")]
    [InlineData("jog.txt")]
    [InlineData("hold-and-reset.txt")]
    [InlineData("errors.txt")]
    [InlineData("homing.txt")]
    public async Task Receive_GoldenTranscript_IsAnsweredToTheByte(string file)
    {
        var bench = new GrblBench();
        await WireTranscript.Load("grbl", file).PlayAsync(
            bytes =>
            {
                bench.Send(Encoding.Latin1.GetString(bytes));
                return Task.CompletedTask;
            },
            seconds =>
            {
                bench.Wait(seconds);
                return Task.CompletedTask;
            },
            _ => Task.FromResult(bench.Take()));
    }

    [Theory]
    [InlineData("start-up.txt", false)]
    [InlineData("errors.txt", true)]
    public async Task Serve_GoldenTranscript_IsAnsweredOverARealWire(string file, bool terminal)
    {
        Assert.SkipWhen(terminal && !OperatingSystem.IsLinux(), "pseudo-terminals are Linux's");
        await using TwinHost twin = await WireClient.StartAsync("grbl", terminal, 1);
        await using WireClient client = await WireClient.ConnectAsync(twin.Endpoints["grbl"]);
        await WireTranscript.Load("grbl", file).PlayAsync(
            client.SendAsync, seconds => Task.Delay(TimeSpan.FromSeconds(seconds), TestContext.Current.CancellationToken), client.ReceiveAsync);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Serve_JogThenCancelThenHoldThenReset_OverARealWire(bool terminal)
    {
        Assert.SkipWhen(terminal && !OperatingSystem.IsLinux(), "pseudo-terminals are Linux's");
        await using TwinHost twin = await WireClient.StartAsync("grbl", terminal, 5);
        await using WireClient client = await WireClient.ConnectAsync(twin.Endpoints["grbl"]);
        await client.AskAsync("", "Grbl 1.1h ['$' for help]\r\n");
        await client.AskAsync("$J=G91 X1 F200\n$J=G91 Y1 F200\n", "ok\r\nok\r\n");
        Assert.Contains("MPos:1.000,1.000,20.000", await PollAsync(client, "<Idle"), StringComparison.Ordinal);

        await client.AskAsync("$J=X45 F240\n", "ok\r\n");
        await client.SendAsync("\x85");
        double stopped = Reported(await PollAsync(client, "<Idle"));
        Assert.InRange(stopped, 1, 40);
        Assert.Equal(twin.Microscope.Stage.True.XMm, stopped, 0.0006);

        await client.AskAsync("G1 X-45 F240\n", "ok\r\n");
        await client.SendAsync("!");
        double held = Reported(await PollAsync(client, "<Hold:0"));
        await client.AskAsync("\x18", "Grbl 1.1h ['$' for help]\r\n");
        Assert.Equal(held, Reported(await PollAsync(client, "<Idle")));

        await client.AskAsync("G0 X-45\n", "ok\r\n");
        await client.AskAsync("\x18", "ALARM:3\r\n");
        await client.AskAsync("$X\n", "Unlocked]\r\nok\r\n");
    }

    [Fact]
    public async Task Serve_HostGoneInAQueueOfMoves_FinishesThem()
    {
        await using TwinHost twin = await WireClient.StartAsync("grbl", false, 50);
        await using (WireClient client = await WireClient.ConnectAsync(twin.Endpoints["grbl"]))
        {
            await client.AskAsync("G1 X4 F200\nG1 Y3\nG0 X-2\n", "ok\r\nok\r\nok\r\n");
        }

        for (int i = 0; i < 3000 && Math.Abs(twin.Microscope.Stage.True.XMm + 2) > 1e-6; i++) await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.Equal(-2, twin.Microscope.Stage.True.XMm, 1e-6);
        Assert.Equal(3, twin.Microscope.Stage.True.YMm, 1e-6);
    }

    [Fact]
    public void Move_OfTwoAxes_GoesAStraightLineAtTheFeed()
    {
        var bench = new GrblBench();
        bench.Send("G1 X3 Y4 F120\n");
        bench.Wait(1.5);
        (double x, double y) = (bench.Microscope.Stage.True.XMm, bench.Microscope.Stage.True.YMm);
        Assert.Equal(x * 4 / 3, y, 1e-9);
        Assert.InRange(Math.Sqrt(x * x + y * y), 2.7, 3);
        bench.Wait(2);
        Assert.Equal(3, bench.Microscope.Stage.True.XMm, 1e-9);
    }

    [Fact]
    public void Planner_Full_AnswersTheNextLineWhenABlockHasEnded()
    {
        var bench = new GrblBench();
        bench.Take();
        for (int i = 1; i <= 16; i++) bench.Send($"G1 X{i} F240\n");
        Assert.Equal(15, Regex.Count(bench.Take(), "ok\r\n"));
        bench.Wait(1);
        Assert.Equal("ok\r\n", bench.Take());
    }

    [Fact]
    public void Receive_MoreThanTheBufferHolds_LosesTheRest()
    {
        var bench = new GrblBench();
        bench.Send("G1 X10 F240\nG4 P0\n");
        bench.Take();
        for (int i = 0; i < 200; i++) bench.Send("\n");
        bench.Wait(10);
        Assert.Equal(1 + GrblClient.BufferSize, Regex.Count(bench.Take(), "ok\r\n"));
    }

    [Fact]
    public void Reset_InMotion_LeavesThePositionWrongUntilHoming()
    {
        var bench = new GrblBench();
        bench.Send("G0 X20\n");
        bench.Wait(2);
        bench.Send("\x18");
        bench.Wait(2);
        bench.Send("$X\n?");
        Assert.True(Math.Abs(Reported(bench.Take()) - bench.Microscope.Stage.True.XMm) > 0.1);
        bench.Send("$H\n");
        bench.Wait(120);
        bench.Send("?");
        Assert.Equal(bench.Microscope.Stage.True.XMm, Reported(bench.Take()), 0.0006);
    }

    [Fact]
    public void Move_SilentlyRefusedByTheStage_IsNotNoticed()
    {
        var bench = new GrblBench();
        bench.Microscope.Stage.RefuseNextMove();
        bench.Send("$J=X5F200\n");
        bench.Wait(3);
        bench.Send("?");
        Assert.Equal(5, Reported(bench.Take()));
        Assert.Equal(0, bench.Microscope.Stage.True.XMm);
    }

    [Fact]
    public void HardLimit_AtTheEndOfTheTravel_IsAlarmOneAndDeafUntilAReset()
    {
        var bench = new GrblBench();
        bench.Send("$20=0\n$21=1\nG0 X51\n");
        bench.Take();
        bench.Wait(20);
        Assert.Equal("ALARM:1\r\n[MSG:Reset to continue]\r\n", bench.Take());
        bench.Send("?$X\n");
        Assert.Equal("", bench.Take());
        bench.Send("\x18");
        Assert.Contains("to unlock", bench.Take(), StringComparison.Ordinal);
    }

    [Fact]
    public void Override_OfTheFeed_SlowsTheNextBlockAndIsTold()
    {
        var bench = new GrblBench();
        bench.Send("\x92\x92\x92\x92\x92G1 X10 F240\n");
        bench.Wait(2);
        bench.Send("??");
        string told = bench.Take();
        Assert.Contains("FS:120,0", told, StringComparison.Ordinal);
        Assert.Contains("Ov:50,100,100", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Begin_NotHomed_IsLockedAsAfterPowerUp()
    {
        var bench = new GrblBench(new GrblOptions { Homed = false });
        Assert.EndsWith("[MSG:'$H'|'$X' to unlock]\r\n", bench.Take(), StringComparison.Ordinal);
        bench.Send("G0X1\n");
        Assert.Equal("error:9\r\n", bench.Take());
    }

    [Fact]
    public void StartupLine_AfterAReset_IsExecutedAndTold()
    {
        var bench = new GrblBench();
        bench.Send("$N0=G20\n");
        bench.Take();
        bench.Send("\x18$G\n");
        string told = bench.Take();
        Assert.Contains(">G20:ok\r\n", told, StringComparison.Ordinal);
        Assert.Contains("G20 G90", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_InInchesAndWorkPosition_IsConverted()
    {
        var bench = new GrblBench();
        bench.Send("G92 X-25.4\n$13=1\n$10=2\n");
        bench.Take();
        bench.Send("?");
        Assert.Contains("WPos:-1.0000,0.0000,0.7874|Bf:15,128|FS:0.0,0", bench.Take(), StringComparison.Ordinal);
    }

    private static async Task<string> PollAsync(WireClient client, string state)
    {
        string report = "";
        for (int i = 0; i < 3000 && !report.Contains(state, StringComparison.Ordinal); i++)
        {
            report = await client.AskAsync("?", ">\r\n");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        return report;
    }

    private static double Reported(string text)
        => double.Parse(Regex.Match(text, @"MPos:(-?[0-9.]+),").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
}
