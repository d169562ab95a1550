using System.Linq.Expressions;

namespace LtoAutoscope.Fem.Functions;

/// <summary>The derivative of an expression that <see cref="FunctionParser"/> built, as an expression.</summary>
internal static class FunctionDerivative
{
    private static readonly ConstantExpression Zero = Expression.Constant(0.0);
    private static readonly ConstantExpression One = Expression.Constant(1.0);

    internal static Expression Of(Expression f, ParameterExpression by) => f switch
    {
        ConstantExpression => Zero,
        ParameterExpression p => p == by ? One : Zero,
        UnaryExpression { NodeType: ExpressionType.Negate } u => Negate(Of(u.Operand, by)),
        BinaryExpression { NodeType: ExpressionType.Add } b => Add(Of(b.Left, by), Of(b.Right, by)),
        BinaryExpression { NodeType: ExpressionType.Subtract } b => Add(Of(b.Left, by), Negate(Of(b.Right, by))),
        BinaryExpression { NodeType: ExpressionType.Multiply } b => Add(Times(Of(b.Left, by), b.Right), Times(b.Left, Of(b.Right, by))),
        BinaryExpression { NodeType: ExpressionType.Divide } b
            => Add(Over(Of(b.Left, by), b.Right), Negate(Over(Times(b.Left, Of(b.Right, by)), Expression.Multiply(b.Right, b.Right)))),
        BinaryExpression { NodeType: ExpressionType.Power } b => OfPower(b, by),
        ConditionalExpression c => Expression.Condition(c.Test, Of(c.IfTrue, by), Of(c.IfFalse, by)),
        MethodCallExpression m => Times(Outer(m), Of(m.Arguments[0], by)),
        _ => throw new NotSupportedException($"{f.NodeType} has no derivative here"),
    };

    private static Expression OfPower(BinaryExpression power, ParameterExpression by)
    {
        Expression byBase = Of(power.Left, by), byExponent = Of(power.Right, by);
        var fromBase = byBase == Zero
            ? Zero
            : Times(Expression.Multiply(power.Right, Expression.Power(power.Left, Expression.Subtract(power.Right, One))), byBase);
        return byExponent == Zero ? fromBase : Add(fromBase, Times(Expression.Multiply(power, Call(nameof(Math.Log), power.Left)), byExponent));
    }

    /// <summary>Derivative of a function by its argument.</summary>
    private static Expression Outer(MethodCallExpression call)
    {
        var a = call.Arguments[0];
        return call.Method.Name switch
        {
            nameof(Math.Exp) => call,
            nameof(Math.Log) => Expression.Divide(One, a),
            nameof(Math.Log10) => Expression.Divide(Expression.Constant(1 / Math.Log(10)), a),
            nameof(Math.Sqrt) => Expression.Divide(Expression.Constant(0.5), call),
            nameof(Math.Tanh) => Expression.Subtract(One, Expression.Multiply(call, call)),
            nameof(Math.Sinh) => Call(nameof(Math.Cosh), a),
            nameof(Math.Cosh) => Call(nameof(Math.Sinh), a),
            nameof(Math.Asinh) => Expression.Divide(One, Call(nameof(Math.Sqrt), Expression.Add(One, Expression.Multiply(a, a)))),
            nameof(Math.Atan) => Expression.Divide(One, Expression.Add(One, Expression.Multiply(a, a))),
            nameof(Math.Sin) => Call(nameof(Math.Cos), a),
            nameof(Math.Cos) => Expression.Negate(Call(nameof(Math.Sin), a)),
            nameof(Math.Abs) => Expression.Condition(Expression.LessThan(a, Zero), Expression.Constant(-1.0), One),
            _ => throw new NotSupportedException($"{call.Method.Name} has no derivative here"),
        };
    }

    private static Expression Add(Expression a, Expression b) => a == Zero ? b : b == Zero ? a : Expression.Add(a, b);

    private static Expression Negate(Expression a) => a == Zero ? Zero : Expression.Negate(a);

    private static Expression Times(Expression a, Expression b) => a == Zero || b == Zero ? Zero : a == One ? b : b == One ? a : Expression.Multiply(a, b);

    private static Expression Over(Expression a, Expression b) => a == Zero ? Zero : Expression.Divide(a, b);

    private static MethodCallExpression Call(string name, Expression a) => Expression.Call(typeof(Math).GetMethod(name, [typeof(double)])!, a);
}
