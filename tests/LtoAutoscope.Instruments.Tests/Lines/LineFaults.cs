using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Lines;

namespace LtoAutoscope.Instruments.Tests.Lines;

/// <summary>Faults that tests wait for.</summary>
internal static class LineFaults
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The next answer that is one; a line whose probe is overdue too says so by name first.</summary>
    public static async Task<StagePosition> ReadAgainAsync(LineInstrument driver)
    {
        for (int i = 0; ; i++)
        {
            try
            {
                return await driver.Stage!.ReadPositionAsync(Token);
            }
            catch (InstrumentFaultException fault) when (i < 4 && fault.Fault is Fault.LineNotSynchronised or Fault.AnswerTimeout)
            {
                // Once more, as its caller would.
            }
        }
    }

    /// <summary>The fault of something that has to end in one, in bounded time.</summary>
    public static async Task<InstrumentFaultException> OfAsync(Func<Task> act)
    {
        long began = PatientTime.Instance.GetTimestamp();
        InstrumentFaultException fault = await Assert.ThrowsAsync<InstrumentFaultException>(() => act().WaitAsync(TimeSpan.FromSeconds(30), PatientTime.Instance, Token));
        Assert.InRange(PatientTime.Instance.GetElapsedTime(began), TimeSpan.Zero, Bound);
        return fault;
    }
}
