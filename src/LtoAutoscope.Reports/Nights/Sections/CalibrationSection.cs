using LtoAutoscope.Reports.Text;
using static LtoAutoscope.Reports.Runs.HtmlText;

namespace LtoAutoscope.Reports.Nights.Sections;

/// <summary>Checks of the pixel size: at the start, in between, at the end, and how far the scale moved.</summary>
internal static class CalibrationSection
{
    internal static string Render(NightSummary night)
    {
        if (night.Calibrations.Count == 0)
            return $"<section class=\"card c12\"><header><h2>Calibration</h2></header>{Missing("No check of the pixel size is on record for this night; the stated uncertainty of the pixel size holds.")}</section>";
        NightCalibration first = night.Calibrations[0], last = night.Calibrations[^1];
        string rows = string.Concat(night.Calibrations.Select((check, i) =>
            $"<tr><td>{NightText.Clock(night, check.At)}</td><td>{(i == 0 ? "start" : i == night.Calibrations.Count - 1 ? "end" : "in between")}</td><td class=\"num\">{NumberText.Fixed(check.MeasuredPitchNm, 2)}</td><td class=\"num\">{NumberText.Fixed(check.CertifiedPitchNm, 2)}</td><td class=\"num\"><b>{NumberText.Fixed(check.Scale, 5)}</b></td><td class=\"num\">{NumberText.Fixed(check.UncertaintyPercent, 2)}</td><td>{E(check.Reason)}</td></tr>"));
        double moved = 100 * (last.Scale / first.Scale - 1);
        string sum = night.Calibrations.Count < 2 ? "One check only: drift of the scale is not known."
            : $"Between first and last check the scale moved by {NumberText.Fixed(moved, 3)} %{(double.IsFinite(moved) && double.IsFinite(first.UncertaintyPercent) ? Math.Abs(moved) <= Math.Sqrt(first.UncertaintyPercent * first.UncertaintyPercent + last.UncertaintyPercent * last.UncertaintyPercent) ? ", within the uncertainty of the two" : ", more than the uncertainty of the two" : "")}.";
        return $"<section class=\"card c12\"><header><h2>Calibration</h2><span class=\"r\">{E(sum)}</span></header><div class=\"scroll\"><table class=\"cal\"><thead><tr><th>At</th><th>When</th><th class=\"num\">Pitch measured, nm</th><th class=\"num\">certified, nm</th><th class=\"num\">Scale</th><th class=\"num\">± (k = 2), %</th><th>Why</th></tr></thead><tbody>{rows}</tbody></table></div></section>";
    }
}
