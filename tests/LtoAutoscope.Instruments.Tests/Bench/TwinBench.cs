using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Instruments.Interlock;
using LtoAutoscope.Twin;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Instruments.Tests.Bench;

/// <summary>A twin and an instrument connected to it over loopback.</summary>
internal sealed class TwinBench : IAsyncDisposable
{
    private TwinBench(TwinHost twin, InterlockedMicroscope microscope) => (Twin, Microscope) = (twin, microscope);

    public TwinHost Twin { get; }

    public InterlockedMicroscope Microscope { get; }

    public static TwinOptions Options { get; } = new() { TimeFactor = 20, Column = new() { BeamOn = true } };

    public static async Task<InstrumentConfiguration> LoadConfigurationAsync()
        => await InstrumentConfiguration.LoadAsync(Path.Combine(AppContext.BaseDirectory, "config", "instruments", "twin.yaml"), TestContext.Current.CancellationToken);

    public static async Task<TwinBench> StartAsync(TwinOptions? options = null, Func<InstrumentConfiguration, InstrumentConfiguration>? change = null)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        TwinHost twin = await TwinHost.StartAsync(options ?? Options, new BlobWorld(), PatientTime.Instance, NullLoggerFactory.Instance, token);
        InstrumentConfiguration configuration = (await LoadConfigurationAsync()).At(twin.Endpoints.SharkSem);
        if (change is not null) configuration = change(configuration);
        return new TwinBench(twin, await InstrumentFactory.ConnectAsync(configuration, PatientTime.Instance, NullLoggerFactory.Instance, token));
    }

    public async ValueTask DisposeAsync()
    {
        await Microscope.DisposeAsync();
        await Twin.DisposeAsync();
    }
}
