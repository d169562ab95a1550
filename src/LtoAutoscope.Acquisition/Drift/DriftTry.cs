using System.Text.Json.Nodes;

namespace LtoAutoscope.Acquisition.Drift;

/// <summary>One measurement of drift: two images of one place, one after the other.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="NmPerS">Speed of the sample, nm/s; null where the images showed too little to tell.</param>
/// <param name="ShiftXUm">How far it moved between the two, stage x, µm.</param>
/// <param name="ShiftYUm">Stage y, µm.</param>
/// <param name="Seconds">Time between the two, s.</param>
/// <param name="Confidence">Of the correlation, 0…1.</param>
/// <param name="Passed">Whether it is slow enough.</param>
public sealed record DriftTry(int Number, double? NmPerS, double ShiftXUm, double ShiftYUm, double Seconds, double Confidence, bool Passed)
{
    /// <summary>The data of a <see cref="Domain.Runs.RunEventKind.DriftMeasured"/> line.</summary>
    public JsonObject ToJson(string frameId) => new()
    {
        ["frame_id"] = frameId, ["nm_per_s"] = NmPerS, ["shift_x_um"] = ShiftXUm, ["shift_y_um"] = ShiftYUm, ["seconds"] = Seconds, ["confidence"] = Confidence, ["try"] = Number, ["passed"] = Passed,
    };
}
