using System.Text;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Tests.Lines;
using LtoAutoscope.Instruments.Transports;
using LtoAutoscope.Twin.Servers;
using LtoAutoscope.Twin.Servers.RemCon32;

namespace LtoAutoscope.Instruments.Tests.RemCon32;

/// <summary>The golden exchanges against both ends.</summary>
public sealed class RemCon32TranscriptTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Server_OfTheGoldenRequests_GivesTheGoldenAnswers(bool terminal) => ReplayAsync("twin.txt", new RemCon32Options(), terminal);

    [Fact]
    public Task Server_WithOtherManners_GivesTheGoldenAnswers()
        => ReplayAsync("twin-other-manners.txt", new RemCon32Options
        {
            LineEnd = "\r", NumberAfterRefusal = true, BlankBeforeNumber = true, SilentOnWrongType = true, Missing = new HashSet<string> { "BBL?" },
            Delays = new Dictionary<string, TimeSpan> { ["FOC?"] = TimeSpan.FromSeconds(30) },
        }, false);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Driver_AgainstTheGoldenAnswers_SendsTheGoldenRequests(bool terminal)
    {
        var golden = new Queue<RemCon32Transcript>(RemCon32Transcript.Load("driver.txt"));
        var wrong = new List<string>();
        var sem = new ScriptedSem(request =>
        {
            if (!golden.TryDequeue(out RemCon32Transcript? step) || step.Kind != RemCon32Transcript.Request || step.Text.TrimEnd('\r') != request) wrong.Add($"{request} instead of {step?.Text}");
            var answer = new StringBuilder();
            while (golden.TryPeek(out RemCon32Transcript? next) && next.Kind != RemCon32Transcript.Request)
            {
                golden.Dequeue();
                answer.Append(next.Kind == RemCon32Transcript.Pause ? $"~{next.Text}~" : next.Text);
            }

            return answer.ToString();
        });
        await using RemCon32Bench bench = await RemCon32Bench.StartAsync(sem, terminal);
        Assert.Equal("SmartSEM Remote Control V06.01, February 2016", bench.Driver.Identity.Software);
        Assert.Equal(new StagePosition(1, 1, 20, RotationDeg: 10, TiltDeg: 5), await bench.Stage.ReadPositionAsync(Token));
        Assert.Equal(2.5, (await bench.Stage.MoveAsync(StageTarget.Planar(2.5, 1), Token)).XMm);
        await bench.Column.SetBlankAsync(false, Token);
        await bench.Column.SetBeamAsync(true, 5, Token);
        await bench.Column.SetWorkingDistanceMmAsync(8.25, Token);
        await bench.Column.SetFieldWidthUmAsync(64, Token);
        Assert.Null(await bench.Column.ReadProbeCurrentPaAsync(Token));
        InstrumentFaultException refused = await RemCon32Bench.FaultOf(() => bench.Column.SetStigmatorAsync(4, -3, Token));
        Assert.Equal(Fault.CommandRejected, refused.Fault);
        Assert.Contains("error 603, parameter out of range", refused.Detail, StringComparison.Ordinal);
        Assert.Equal(Fault.NotSupported, (await RemCon32Bench.FaultOf(() => bench.Driver.BeamShift!.SetAsync(1.5, 0, Token))).Fault);
        Assert.Equal("InLens", (await bench.Driver.Detectors!.ReadSelectedAsync(0, Token))!.Name);
        await bench.Driver.SpecimenCurrent!.SetAsync(true, Token);
        Assert.Equal(100, (await bench.Column.ReadProbeCurrentPaAsync(Token))!.Value, 1e-9);
        StopReport report = await bench.Driver.StopAsync(Token);
        Assert.True(report is { Sent: true, BlankConfirmed: true, HaltConfirmed: true }, report.ToString());
        Assert.Empty(wrong);
        Assert.Empty(golden);
    }

    private static async Task ReplayAsync(string file, RemCon32Options options, bool terminal)
    {
        await using WireListener listener = RemCon32Bench.Listen(new RemCon32Server(RemCon32Bench.Twin(), options, null), terminal);
        await using IByteLink link = await LineBench.OpenAsync(listener.Endpoint, Token);
        var buffer = new byte[1024];
        string last = "";
        foreach (RemCon32Transcript step in RemCon32Transcript.Load(file))
        {
            switch (step.Kind)
            {
                case RemCon32Transcript.Request:
                    last = step.Text;
                    await link.WriteAsync(Encoding.Latin1.GetBytes(step.Text), Token);
                    break;
                case RemCon32Transcript.Pause:
                    await PatientTime.DelayAsync(step.Milliseconds, Token);
                    break;
                default:
                    string came = "";
                    while (came.Length < step.Text.Length)
                    {
                        int read = await link.ReadAsync(buffer.AsMemory(0, Math.Min(buffer.Length, step.Text.Length - came.Length)), Token).AsTask().WaitAsync(TimeSpan.FromSeconds(20), Token);
                        Assert.NotEqual(0, read);
                        came += Encoding.Latin1.GetString(buffer, 0, read);
                    }

                    Assert.Equal($"{last}{step.Text}", $"{last}{came}");
                    break;
            }
        }
    }
}
