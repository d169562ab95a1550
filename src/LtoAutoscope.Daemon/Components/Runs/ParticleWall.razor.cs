using LtoAutoscope.Daemon.Components.Text;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Pipeline.Live;
using Microsoft.AspNetCore.Components;

namespace LtoAutoscope.Daemon.Components.Runs;

/// <summary>Two rows of particles, spread evenly over the order chosen, cut from their frames at one scale.</summary>
public sealed partial class ParticleWall
{
    private const int Places = 24;
    private readonly Dictionary<string, FrameOutlines?> _outlines = [];
    private (RunDetail? Run, string? Order) _laid;
    private List<(Particle Particle, FrameView Frame, string ViewBox)> _shown = [];
    private double _cellNm;
    private bool _loaded;

    [Inject]
    private ILab Lab { get; set; } = default!;

    /// <summary>The run.</summary>
    [Parameter, EditorRequired]
    public RunDetail Run { get; set; } = default!;

    /// <summary>What the particles are spread by; size when null.</summary>
    [Parameter]
    public string? Order { get; set; }

    /// <summary>Another order was chosen.</summary>
    [Parameter]
    public EventCallback<string> OnSwitch { get; set; }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (ReferenceEquals(_laid.Run, Run) && _laid.Order == Order) return;
        _laid = (Run, Order);
        var frames = Run.Frames.ToDictionary(f => f.Metadata.FrameId);
        List<(Particle, FrameView)> chosen = [];
        foreach (var particle in WallOrder.Parse(Order).Spread(Run.Particles.Where(p => p.Counts && frames.ContainsKey(p.Frame)), Places))
        {
            if (!_outlines.TryGetValue(particle.Frame, out var outlines))
                _outlines[particle.Frame] = outlines = await Lab.ReadFrameOutlinesAsync(Run.Record.RunId, particle.Frame, CancellationToken.None);
            chosen.Add((outlines?.Particles.FirstOrDefault(p => p.ParticleId == particle.ParticleId) ?? particle, frames[particle.Frame]));
        }

        _cellNm = chosen.Count > 0 ? Math.Ceiling(chosen.Max(c => c.Item1.FeretMaxNm) * 1.3 / 10) * 10 : 0;
        _shown = [.. chosen.Select(c => (c.Item1, c.Item2, ViewBox(c.Item1, c.Item2.Metadata.PixelSizeNm ?? 1)))];
        _loaded = true;
    }

    private string ViewBox(Particle particle, double pixelNm)
    {
        double side = _cellNm / pixelNm;
        return $"{Figures.Css(particle.XPx - side / 2)} {Figures.Css(particle.YPx - side / 2)} {Figures.Css(side)} {Figures.Css(side)}";
    }
}
