using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Xl30;
using LtoAutoscope.Twin.Servers;

namespace LtoAutoscope.Instruments.Tests.Xl30;

/// <summary>The golden exchanges against both ends.</summary>
public sealed class Xl30TranscriptTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Server_OfTheGoldenRequests_GivesTheGoldenAnswers()
    {
        var server = new Xl30Server(Xl30Bench.Twin(2000, noise: false));
        foreach (Xl30Transcript exchange in Xl30Transcript.Load("exchanges.txt"))
        {
            var reader = new Xl30MessageReader();
            reader.Add(exchange.Request);
            Assert.True(reader.TryTake(out Xl30Finding finding));
            Xl30Message? answer = await server.AnswerAsync(finding, Token);
            Assert.Equal(Hex(exchange.Answer), Hex(answer?.Encode()));
        }
    }

    [Fact]
    public async Task Driver_AgainstTheGoldenAnswers_SendsTheGoldenRequests()
    {
        var golden = new Queue<Xl30Transcript>(Xl30Transcript.Load("driver.txt"));
        var wrong = new List<string>();
        var server = new ScriptedServer(async (request, link) =>
        {
            if (!golden.TryDequeue(out Xl30Transcript? exchange) || Hex(exchange.Request) != Hex(request.Encode())) wrong.Add(Hex(request.Encode()));
            if (exchange?.Answer is { } answer) await link.WriteAsync(answer, CancellationToken.None);
        });
        await using Xl30Bench bench = await Xl30Bench.StartAsync(server, terminal: OperatingSystem.IsLinux());
        Xl30Microscope microscope = bench.Microscope;
        Assert.Equal(("XL30", "4711"), (microscope.Identity.Model, microscope.Identity.SerialNumber));
        Assert.Equal(new StagePosition(1, 2, 20, RotationDeg: -30, TiltDeg: 5), await microscope.Stage.ReadPositionAsync(Token));
        Assert.Equal(2.5, (await microscope.Stage.MoveAsync(StageTarget.Planar(2.5, 2), Token)).XMm);
        await microscope.Column.SetBlankAsync(true, Token);
        await microscope.Column.SetFieldWidthUmAsync(100, Token);
        InstrumentFaultException refused = await Assert.ThrowsAsync<InstrumentFaultException>(() => microscope.Detectors.SetSignalAsync(0, 40, 50, Token));
        Assert.Equal(Fault.CommandRejected, refused.Fault);
        Assert.Contains("error 7", refused.Detail, StringComparison.Ordinal);
        Assert.Equal(Fault.MalformedAnswer, (await Assert.ThrowsAsync<InstrumentFaultException>(() => microscope.Column.ReadEnergyKvAsync(Token))).Fault);
        Assert.Equal(5, await microscope.Column.ReadEnergyKvAsync(Token));
        Assert.True(await microscope.StopAsync(Token) is { Sent: true, BlankConfirmed: true, HaltConfirmed: true });
        Assert.Empty(wrong);
        Assert.Empty(golden);
    }

    private static string Hex(byte[]? bytes) => bytes is null ? "" : Convert.ToHexString(bytes);
}
