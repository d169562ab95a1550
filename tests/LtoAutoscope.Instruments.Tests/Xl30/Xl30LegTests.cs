using CsCheck;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Instruments.Xl30;

namespace LtoAutoscope.Instruments.Tests.Xl30;

/// <summary>How a move is cut into pieces.</summary>
public sealed class Xl30LegTests
{
    private static readonly Gen<StagePosition> AnyPlace = Gen.Select(
        Gen.Double[-50, 50], Gen.Double[-50, 50], Gen.Double[0, 40], Gen.Double[-180, 180], Gen.Double[-10, 60],
        (x, y, z, rotation, tilt) => new StagePosition(x, y, z, rotation, tilt));

    private static readonly Gen<StageTarget> AnyTarget = Gen.Select(AnyPlace, Gen.Bool.Array[5], (place, given) => new StageTarget(
        given[0] ? place.XMm : null, given[1] ? place.YMm : null, given[2] ? place.ZMm : null, given[3] ? place.RotationDeg : null, given[4] ? place.TiltDeg : null));

    [Fact]
    public void Plan_OfAnyMove_GoesInShortPiecesToTheTargetAndNowhereElse()
        => Gen.Select(AnyPlace, AnyTarget, Gen.Double[0.2, 10], Gen.Bool).Sample((start, target, longest, up) =>
        {
            Xl30Settings settings = Xl30Bench.Settings with { LongestStepMm = longest, LongestStepDeg = 5 * longest, ZTowardsLens = up ? 1 : -1 };
            StagePosition place = start;
            var order = new List<Xl30Opcode>();
            foreach (Xl30Leg leg in Xl30Leg.Plan(target, start, settings))
            {
                StagePosition next = leg.Target.From(place);
                Assert.InRange(next.PlanarDistanceMm(place), 0, longest * 1.000001);
                Assert.InRange(Math.Abs(next.ZMm - place.ZMm), 0, longest * 1.000001);
                Assert.InRange(Math.Abs(next.RotationDeg - place.RotationDeg), 0, 5 * longest * 1.000001);
                Assert.InRange(Math.Abs(next.TiltDeg - place.TiltDeg), 0, 5 * longest * 1.000001);
                place = next;
                order.Add(leg.Message.Opcode);
            }

            Assert.Null(Xl30Leg.Deviation(StageTarget.Full(target.From(start)), place, settings));
            if (!order.Contains(Xl30Opcode.MoveZ)) return;
            bool away = (target.ZMm - start.ZMm) * settings.ZTowardsLens < 0;
            Assert.Equal(Xl30Opcode.MoveZ, away ? order[0] : order[^1]);
        }, iter: 3000);

    [Fact]
    public void Plan_OfAnAxisWithoutAMotor_LeavesItAlone()
    {
        Xl30Settings settings = Xl30Bench.Settings with { Limits = Xl30Bench.Settings.Limits with { Tilt = default } };
        Assert.Empty(Xl30Leg.Plan(new StageTarget(TiltDeg: 0.01), default, settings));
    }

    [Fact]
    public void Deviation_FromWhatIsNoNumber_IsOne()
        => Assert.NotNull(Xl30Leg.Deviation(new StageTarget(1), new StagePosition(double.NaN, 0, 0, 0, 0), Xl30Bench.Settings));
}
