using System.Globalization;
using LtoAutoscope.Daemon.Components.Text;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Pipeline.Control;
using Microsoft.AspNetCore.Components;

namespace LtoAutoscope.Daemon.Components.Instruments;

/// <summary>One frame by hand, with its scale bar.</summary>
public sealed partial class FrameCard : HandComponent
{
    private static readonly string[] Sizes = ["512x384", "1024x768", "2048x1536", "4096x3072"];
    private string _size = Sizes[1];
    private string _bits = "8";
    private string _dwell = "1";
    private double? _progress;
    private CancellationTokenSource? _cancel;

    [Inject]
    private IServiceProvider Services { get; set; } = default!;

    private ManualFrame? Shown => Services.GetService<ILabControl>()?.ManualFrames.FirstOrDefault();

    private string Estimate => DwellUs is { } dwell ? $"about {Figures.Duration(TimeSpan.FromSeconds(Width * Height * dwell * 1e-6))}; a blanked beam is opened for it and blanked again" : "the dwell time is no number";

    private int Width => int.Parse(_size.Split('x')[0], CultureInfo.InvariantCulture);

    private int Height => int.Parse(_size.Split('x')[1], CultureInfo.InvariantCulture);

    private double? DwellUs => double.TryParse(_dwell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value is > 0 and < 1e5 ? value : null;

    /// <inheritdoc/>
    public override void Dispose()
    {
        _cancel?.Cancel();
        base.Dispose();
    }

    private async Task TakeAsync()
    {
        if (Hands.Why.Length > 0) return;
        using var cancel = _cancel = new CancellationTokenSource();
        _progress = 0;
        await ActAsync(async () =>
        {
            double dwell = DwellUs ?? throw new InputException($"'{_dwell}' is no dwell time", "dwell time", "Write µs with a decimal point");
            try
            {
                await Commands.TakeFrameAsync(new ScanRequest(Width, Height, int.Parse(_bits, CultureInfo.InvariantCulture), dwell), new Shares(this), cancel.Token);
                return "";
            }
            catch (OperationCanceledException)
            {
                throw new InputException("the frame was given up", "frame", "Take it again");
            }
        });
        (_progress, _cancel) = (null, null);
    }

    private Task CancelAsync() => _cancel?.CancelAsync() ?? Task.CompletedTask;

    private void Show(double share) => _ = InvokeAsync(() =>
    {
        if (_progress is null) return;
        _progress = share;
        StateHasChanged();
    });

    /// <summary>Tells the page at most a hundred times how far a scan is.</summary>
    private sealed class Shares(FrameCard card) : IProgress<double>
    {
        private int _told = -1;

        public void Report(double value)
        {
            int percent = (int)(value * 100);
            if (Interlocked.Exchange(ref _told, percent) != percent) card.Show(value);
        }
    }
}
