using System.Globalization;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.SharkSem;

/// <summary>The detectors of a SharkSEM microscope. Gain is contrast, black level is brightness; both belong to the detector and not to the channel.</summary>
internal sealed class SharkSemDetectors(SharkSemMicroscope microscope) : IDetectors
{
    private const double SignalTolerancePercent = 0.5;

    private SharkSemConnection Control => microscope.Session.Control;

    public async Task<IReadOnlyList<Detector>> ListAsync(CancellationToken cancellationToken)
    {
        string text = await Control.CallAsync("DtEnumDetectors", null, reader => reader.String(), cancellationToken).ConfigureAwait(false);
        return Parse(SharkSemMap.Parse(text));
    }

    public async Task<Detector?> ReadSelectedAsync(int channel, CancellationToken cancellationToken)
    {
        int index = await ReadIndexAsync(channel, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<Detector> detectors = await ListAsync(cancellationToken).ConfigureAwait(false);
        return detectors.FirstOrDefault(detector => detector.Index == index);
    }

    public async Task SelectAsync(int channel, Detector detector, CancellationToken cancellationToken)
    {
        await CheckChannelAsync(channel, cancellationToken).ConfigureAwait(false);
        await Control.SendAsync("DtSelect", new SharkSemBodyWriter().Int(channel).Int(detector.Index), cancellationToken).ConfigureAwait(false);
        int read = await ReadIndexAsync(channel, cancellationToken).ConfigureAwait(false);
        if (read != detector.Index)
            throw new InstrumentFaultException(Fault.SetNotTaken, $"detector {detector.Name} ({detector.Index}) was put on channel {channel}; {read} reads back");
    }

    public async Task<(double BrightnessPercent, double ContrastPercent)> ReadSignalAsync(int channel, CancellationToken cancellationToken)
    {
        int detector = await ReadIndexAsync(channel, cancellationToken).ConfigureAwait(false);
        (double gain, double black) = await Control.CallAsync(
            "DtGetGainBlack", new SharkSemBodyWriter().Int(detector), reader => (reader.Float(), reader.Float()), cancellationToken).ConfigureAwait(false);
        return (black, gain);
    }

    public async Task SetSignalAsync(int channel, double brightnessPercent, double contrastPercent, CancellationToken cancellationToken)
    {
        int detector = await ReadIndexAsync(channel, cancellationToken).ConfigureAwait(false);
        await Control.SendAsync(
            "DtSetGainBlack", new SharkSemBodyWriter().Int(detector).Float(contrastPercent).Float(brightnessPercent), cancellationToken).ConfigureAwait(false);
        (double brightness, double contrast) = await ReadSignalAsync(channel, cancellationToken).ConfigureAwait(false);
        SharkSemColumn.Compare("brightness", brightnessPercent, brightness, SignalTolerancePercent, "%");
        SharkSemColumn.Compare("contrast", contrastPercent, contrast, SignalTolerancePercent, "%");
    }

    public Task AutoSignalAsync(int channel, CancellationToken cancellationToken)
        => SharkSemAutomatic.RunAsync(microscope, "DtAutoSignal", new SharkSemBodyWriter().Int(channel), cancellationToken);

    /// <summary>The map names each detector under its place in the list; the number that other functions want is a value beside the name.</summary>
    internal static IReadOnlyList<Detector> Parse(IReadOnlyDictionary<string, string> map)
    {
        var detectors = new List<Detector>();
        foreach ((string key, string name) in map)
        {
            if (key.StartsWith("det.", StringComparison.Ordinal) && key.EndsWith(".name", StringComparison.Ordinal)
                && map.TryGetValue(key[..^"name".Length] + "detector", out string? number)
                && int.TryParse(number, NumberStyles.Integer, CultureInfo.InvariantCulture, out int index))
            {
                detectors.Add(new Detector(index, name));
            }
        }

        return detectors;
    }

    private Task<int> ReadIndexAsync(int channel, CancellationToken cancellationToken)
        => Control.CallAsync("DtGetSelected", new SharkSemBodyWriter().Int(channel), reader => reader.Int(), cancellationToken);

    private async Task CheckChannelAsync(int channel, CancellationToken cancellationToken)
    {
        int channels = await Control.CallAsync("DtGetChannels", null, reader => reader.Int(), cancellationToken).ConfigureAwait(false);
        if (channel < 0 || channel >= channels) throw new InstrumentFaultException(Fault.NotSupported, $"channel {channel} was asked for; the server has {channels}, from 0 on");
    }
}
