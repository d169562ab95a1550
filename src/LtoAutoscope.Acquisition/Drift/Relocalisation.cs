using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Acquisition.Drift;

/// <summary>Whether a place was found again.</summary>
/// <param name="Found">Whether it was.</param>
/// <param name="ShiftXUm">How far the sample lies from where the stage believes it, stage x, µm: add it to planned positions. 0 where it was not found.</param>
/// <param name="ShiftYUm">Stage y, µm.</param>
/// <param name="Confidence">Of the last correlation, 0…1.</param>
/// <param name="Reason">What was found and how, or why not, in a sentence without the final stop.</param>
/// <param name="Images">The pictures that were taken, in order, for evidence.</param>
public sealed record Relocalisation(bool Found, double ShiftXUm, double ShiftYUm, double Confidence, string Reason, IReadOnlyList<GreyImage> Images)
{
    /// <summary>The data of a <see cref="Domain.Runs.RunEventKind.Relocalised"/> line.</summary>
    public JsonObject ToJson(string frameId) => new()
    {
        ["frame_id"] = frameId, ["shift_x_um"] = ShiftXUm, ["shift_y_um"] = ShiftYUm, ["confidence"] = Confidence, ["found"] = Found, ["exposures"] = Images.Count, ["reason"] = Reason,
    };
}
