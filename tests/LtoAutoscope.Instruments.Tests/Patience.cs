using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Tests;

/// <summary>Time-outs that make a test of many bad answers short are too short for a busy machine's good ones: what has to succeed is asked again.</summary>
internal static class Patience
{
    /// <summary>Asks until no fault comes, at most 20 times.</summary>
    internal static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                return await ask();
            }
            catch (InstrumentFaultException) when (tries < 20)
            {
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }
        }
    }
}
