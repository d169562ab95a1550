using LtoAutoscope.Daemon.Alerts.Channels;
using LtoAutoscope.Daemon.Alerts.Configuration;
using LtoAutoscope.Domain.Nights;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Storage.Data;

namespace LtoAutoscope.Daemon.Alerts;

/// <summary>Registers the alerts.</summary>
internal static class AlertServices
{
    /// <summary>Reads <c>alerts.yaml</c> of the configuration and registers the service that tells. Events come from the laboratory where that is an <see cref="ILabEventSource"/>.</summary>
    /// <exception cref="Domain.InputException">The file is wrong; all problems are listed.</exception>
    public static void Add(IServiceCollection services, string configFolder, string instrument)
    {
        AlertSettings settings = AlertFile.Load(configFolder);
        services.AddSingleton(provider =>
        {
            var lab = provider.GetRequiredService<ILab>();
            var time = provider.GetRequiredService<TimeProvider>();
            return new AlertService(
                settings, AlertChannels.Of(settings, AlertChannels.CreateClient(), time), provider.GetRequiredService<DataFolder>(), instrument,
                provider.GetService<ILabEventSource>() ?? lab as ILabEventSource,
                settings.NoTileMinutes is { } minutes ? new TileSilence(lab, TimeSpan.FromMinutes(minutes), time) : null,
                time, provider.GetRequiredService<ILogger<AlertService>>());
        });
        services.AddHostedService(provider => provider.GetRequiredService<AlertService>());
    }
}
