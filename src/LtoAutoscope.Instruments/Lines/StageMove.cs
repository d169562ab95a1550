using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Instruments.Lines.Protocols;

namespace LtoAutoscope.Instruments.Lines;

/// <summary>A move that is about to be sent.</summary>
/// <param name="Start">Where the stage is.</param>
/// <param name="Goal">Where it should come to rest.</param>
/// <param name="Axes">The axes that change.</param>
internal sealed record StageMove(StagePosition Start, StagePosition Goal, IReadOnlyList<string> Axes)
{
    /// <summary>Whether a command has an axis that changes.</summary>
    public bool Concerns(LineCommand command) => command.Request.Slots.Any(slot => Axes.Contains(AxisOf(slot)));

    /// <summary>What fills a command's slots: axes that it must name are given even when they stay; axes in brackets only when they change.</summary>
    public Dictionary<string, double> Quantities(LineCommand command, string? axis)
    {
        var quantities = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (string name in StageAxes.All)
        {
            double goal = StageAxes.Of(Goal, name);
            bool isWanted = Axes.Contains(name) && (axis is null || axis == name);
            if (isWanted || axis is null && command.Request.Requires(name)) quantities[name] = goal;
            if (isWanted) quantities["d" + name] = goal - StageAxes.Of(Start, name);
        }

        return quantities;
    }

    private static string AxisOf(string slot)
    {
        string name = slot.TrimStart('-');
        return name.StartsWith('d') && StageAxes.All.Contains(name[1..]) ? name[1..] : name;
    }
}
