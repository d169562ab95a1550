using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Lines;

namespace LtoAutoscope.Instruments.Tests.Lines;

/// <summary>The answer that comes when nobody waits for it any more, and everything that was asked meanwhile behind it.</summary>
public sealed class LineLateAnswerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, bool> Wires() => TroubledBench.Wires();

    [Theory]
    [MemberData(nameof(Wires))]
    public async Task Read_ALateAnswer_IsNeverTakenForTheNextOne(string protocol, bool onTerminal)
    {
        await using TroubledBench bench = TroubledBench.Start(protocol, onTerminal);
        await using LineInstrument driver = await bench.ConnectAsync(protocol);
        // Three places that cannot be taken for one another, nor for a status, an error number or an acknowledgement.
        StagePosition there = await driver.Stage!.MoveAsync(new StageTarget(7.1, -3.2), Token);
        for (int i = 0; i < 2; i++)
        {
            bench.Wire.Next(Trouble.Late);
            Assert.Equal(Fault.AnswerTimeout, (await LineFaults.OfAsync(() => driver.Stage!.ReadPositionAsync(Token))).Fault);
            Assert.Equal(there, await LineFaults.ReadAgainAsync(driver));
        }

        // An acknowledgement that comes late is not that of the next move.
        bench.Wire.Next(Trouble.Late);
        await LineFaults.OfAsync(() => driver.Stage!.ReadPositionAsync(Token));
        await LineFaults.ReadAgainAsync(driver);
        Assert.Equal(8.5, (await driver.Stage!.MoveAsync(new StageTarget(8.5, -3.2), Token)).XMm, 0.002);
        Assert.Equal(8.5, bench.Microscope.Stage.True.XMm, 0.002);
    }
}
