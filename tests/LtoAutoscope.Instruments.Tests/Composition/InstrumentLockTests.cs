using LtoAutoscope.Domain;
using LtoAutoscope.Instruments.Composition;

namespace LtoAutoscope.Instruments.Tests.Composition;

public sealed class InstrumentLockTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Take_HeldByAnother_NamesTheProcessAndIsFreeAfterwards()
    {
        string port = $"host-{Guid.NewGuid():N}:8300";
        using (InstrumentLock held = await InstrumentLock.TakeAsync([port], "serve", PatientTime.Instance, Token))
        {
            var refused = await Assert.ThrowsAsync<InputException>(() => InstrumentLock.TakeAsync([port.ToUpperInvariant()], "jog", PatientTime.Instance, Token));
            Assert.Contains($"process {Environment.ProcessId} (serve)", refused.Message, StringComparison.Ordinal);
        }

        using InstrumentLock again = await InstrumentLock.TakeAsync([port], "jog", PatientTime.Instance, Token);
    }

    [Fact]
    public async Task Take_OneOfTwoHeld_TakesNeither()
    {
        string first = $"a-{Guid.NewGuid():N}:1", second = $"b-{Guid.NewGuid():N}:2";
        using (await InstrumentLock.TakeAsync([second], "serve", PatientTime.Instance, Token))
            await Assert.ThrowsAsync<InputException>(() => InstrumentLock.TakeAsync([first, second], "jog", PatientTime.Instance, Token));
        using InstrumentLock free = await InstrumentLock.TakeAsync([first, second], "jog", PatientTime.Instance, Token);
    }

    [Fact]
    public async Task Take_ThroughASymbolicLink_IsTheSamePort()
    {
        if (OperatingSystem.IsWindows()) return;
        string folder = Directory.CreateTempSubdirectory("lto-lock-").FullName, device = Path.Combine(folder, "ttyUSB0"), link = Path.Combine(folder, "by-id");
        try
        {
            await File.Create(device).DisposeAsync();
            File.CreateSymbolicLink(link, device);
            using InstrumentLock held = await InstrumentLock.TakeAsync([device], "serve", PatientTime.Instance, Token);
            await Assert.ThrowsAsync<InputException>(() => InstrumentLock.TakeAsync([link], "jog", PatientTime.Instance, Token));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
