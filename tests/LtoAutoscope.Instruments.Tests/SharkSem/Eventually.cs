namespace LtoAutoscope.Instruments.Tests.SharkSem;

/// <summary>Waits for what happens beside the test, for not longer than it could take on a busy machine.</summary>
internal static class Eventually
{
    public static Task IsTrueAsync(Func<bool> condition) => IsTrueAsync(() => Task.FromResult(condition()));

    public static async Task IsTrueAsync(Func<Task<bool>> condition)
    {
        long began = PatientTime.Instance.GetTimestamp();
        while (!await condition())
        {
            Assert.True(PatientTime.Instance.GetElapsedTime(began) < TimeSpan.FromSeconds(30), "It did not happen within 30 s.");
            await PatientTime.DelayAsync(5, TestContext.Current.CancellationToken);
        }
    }
}
