using LtoAutoscope.Daemon.Components.Text;
using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Daemon.Components.Runs;

/// <summary>What the particles on the wall are spread by.</summary>
internal sealed record WallOrder(string Key, string Title, Func<Particle, double> Value, Func<Particle, string> Caption)
{
    public static IReadOnlyList<WallOrder> All { get; } =
    [
        new("size", "Size", p => p.DiameterNm, p => $"<b>{Figures.Fixed(p.DiameterNm, 0)}</b> nm"),
        new("circularity", "Circularity", p => p.Circularity, p => $"<b>{Figures.Fixed(p.Circularity, 2)}</b>"),
        new("aspect", "Aspect", p => p.AspectRatio, p => $"<b>{Figures.Fixed(p.AspectRatio, 2)}</b>"),
        new("fractal", "Fractal", p => p.FractalDimension, p => $"<b>{Figures.Fixed(p.FractalDimension, 3)}</b>"),
        new("confidence", "Confidence", p => p.Confidence, p => $"<b>{Figures.Fixed(p.Confidence, 2)}</b>"),
    ];

    public static WallOrder Parse(string? key) => All.FirstOrDefault(o => o.Key == key) ?? All[0];

    public static string Words(string? key) => $"spread by {Parse(key).Title.ToLowerInvariant()}, largest first";

    /// <summary>So many particles at even ranks of the order, the largest and the smallest among them.</summary>
    public IReadOnlyList<Particle> Spread(IEnumerable<Particle> particles, int places)
    {
        Particle[] sorted = [.. particles.Where(p => double.IsFinite(Value(p))).OrderByDescending(Value)];
        return sorted.Length <= places ? sorted : [.. Enumerable.Range(0, places).Select(i => sorted[(int)((long)i * (sorted.Length - 1) / (places - 1))])];
    }
}
