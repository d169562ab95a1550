using LtoAutoscope.Domain.Recipes;

namespace LtoAutoscope.Acquisition.Planning;

/// <summary>Whether places lie inside a polygon, by the even-odd rule.</summary>
internal static class Region
{
    public static bool Contains(IReadOnlyList<PlanPoint> corners, double xMm, double yMm)
    {
        bool inside = false;
        for (int i = 0, j = corners.Count - 1; i < corners.Count; j = i++)
        {
            (PlanPoint a, PlanPoint b) = (corners[i], corners[j]);
            if (a.YMm > yMm != b.YMm > yMm && xMm < (b.XMm - a.XMm) * (yMm - a.YMm) / (b.YMm - a.YMm) + a.XMm) inside = !inside;
        }

        return inside;
    }
}
