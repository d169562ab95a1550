using LtoAutoscope.Daemon.Alerts.Channels;
using LtoAutoscope.Daemon.Alerts.Configuration;
using LtoAutoscope.Domain.Nights;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Storage.Data;

namespace LtoAutoscope.Daemon.Alerts;

/// <summary>Registers the alerts.</summary>
internal static class AlertServices
{
    /// <summary>Reads <c>alerts.yaml</c> of the configuration and registers the service that tells. Events come from the laboratory and from every other <see cref="ILabEventSource"/> among the services.</summary>
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
                [.. provider.GetServices<ILabEventSource>().Append(lab as ILabEventSource).OfType<ILabEventSource>().Distinct()],
                settings.NoTileMinutes is { } minutes ? new TileSilence(lab, TimeSpan.FromMinutes(minutes), time) : null,
                time, provider.GetRequiredService<ILogger<AlertService>>());
        });
        services.AddHostedService(provider => provider.GetRequiredService<AlertService>());
    }
}
