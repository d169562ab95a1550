using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Lines;

/// <summary>Brightness, contrast and the detector of the display that has the focus: such protocols know no channels.</summary>
internal sealed class LineDetectors(LineRoles roles, LineSettings settings, TimeProvider time) : IDetectors
{
    /// <summary>The one that is in use; the others cannot be listed.</summary>
    public async Task<IReadOnlyList<Detector>> ListAsync(CancellationToken cancellationToken)
        => await ReadSelectedAsync(0, cancellationToken).ConfigureAwait(false) is { } detector ? [detector] : [];

    public async Task<Detector?> ReadSelectedAsync(int channel, CancellationToken cancellationToken)
        => roles.CanRead("detector") ? new Detector(0, await roles.ReadTextAsync("detector", cancellationToken).ConfigureAwait(false)) : null;

    public Task SelectAsync(int channel, Detector detector, CancellationToken cancellationToken) => roles.SetTextAsync("detector", detector.Name, cancellationToken);

    public async Task<(double BrightnessPercent, double ContrastPercent)> ReadSignalAsync(int channel, CancellationToken cancellationToken)
        => (await roles.ReadNumberAsync("brightness_percent", cancellationToken).ConfigureAwait(false), await roles.ReadNumberAsync("contrast_percent", cancellationToken).ConfigureAwait(false));

    public async Task SetSignalAsync(int channel, double brightnessPercent, double contrastPercent, CancellationToken cancellationToken)
    {
        await roles.SetNumberAsync("brightness_percent", brightnessPercent, cancellationToken).ConfigureAwait(false);
        await roles.SetNumberAsync("contrast_percent", contrastPercent, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Switches the automatics on, gives them their time, and switches them off, so that the signal stays as they found it.</summary>
    public async Task AutoSignalAsync(int channel, CancellationToken cancellationToken)
    {
        await roles.SetFlagAsync("auto_brightness", true, cancellationToken).ConfigureAwait(false);
        await roles.SetFlagAsync("auto_contrast", true, cancellationToken).ConfigureAwait(false);
        await Task.Delay(settings.AutoSignalTime, time, cancellationToken).ConfigureAwait(false);
        await roles.SetFlagAsync("auto_brightness", false, cancellationToken).ConfigureAwait(false);
        await roles.SetFlagAsync("auto_contrast", false, cancellationToken).ConfigureAwait(false);
    }
}
