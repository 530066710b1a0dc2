"""Titles in the words of clerks: the row that is surely meant, or a question; never a wrong row."""

from collections.abc import Iterator

import pytest

from lawbook import FIRST_2026, law
from qinglian_desktop.modules.decisions.rules import classes, find, matters

V, C = "village", "community"
# A line with a kind of office and a row (none: it must be asked), then titles.
TITLES = """
village charter
    修订村规民约 自治章程
community community-spending
    社区大额资金使用 购买活动室空调设备
community charter
    修订居民公约 制定居民自治章程
village plan
    编制《村庄规划（2026—2030）》 长远规划
village year-plan
    2026年村年度工作计划 年度计划
village year-report
    审议村委会年度工作报告
village
    听取村务监督委员会半年工作报告 买一只猫 讨论一下那件事 流转土地500亩给企业建大棚 土地流转
    聘请会计 公益性岗位人员聘用 集体光伏项目建设 宅基地退出 红白理事会章程 修缮村祠堂
    召开村民代表会议 成立红白理事会 农村土地确权 村内光纤公司占地补偿 撤换村务监督委员会成员
    引进企业投资建厂，用地20亩 村委会公章借用 垃圾清运费收取标准 股份合作制改革
    集体资金出借给他人 网格员人选 评选文明家庭 村集体旧办公楼拆除重建 村道路灯电费 四荒地拍卖
    审议本年度财务收支情况 村民自愿筹资修缮祠堂 外嫁女参与集体收益分配 移民户享受集体分红
    土地流转给合作社建大棚 70岁以上老人慰问金发放 村级光彩基金使用 村集体为村民代缴医保 宅基地
    征地 以借贷、租赁或者其他方式处分村集体财产 新建文化礼堂资金来源 村集体资金购买理财
    抗洪抢险临时用工支出 村集体经济组织向党组织报告工作 发放春节慰问金
village land-plan
    二轮土地延包方案 土地承包方案 土地二轮承包到期延长方案 土地承包经营方案
village land-lease
    集体鱼塘对外发包 荒山荒坡发包给本村农户 三组的山坪塘发包 本村村民王某承包集体鱼塘
    三组集体堰塘出租 村民小组集体林地流转 组内集体水库发包 村集体林场承包 村集体土地出租给砖厂
    将集体果园承包给某农业公司10年 二组鱼塘承包给李老板
    集体土地承包 集体资源出租 村集体林权流转
village land-outsiders
    把集体鱼塘租给外村老板养鱼 将30亩机动地承包给外地公司
    将村集体山林租给外村人 向非成员出租集体耕地 将集体林地发包给外村企业
    集体机动地对外承包给外村企业5年
village land-adjust
    调整承包地 因水毁调整个别农户的承包地 个别农户之间承包地调整 承包地调整方案
    四组村民要求调整承包土地
village own-transfer
    村民把自己的承包地流转给合作社 农户自己流转承包地 农户土地经营权流转
village own-property
    村民把自家房屋出租
village building-land
    集体经营性建设用地出租 出让集体建设用地使用权 集体经营性建设用地入市
village asset-lease
    集体门面房出租 旧村小校舍出租 村集体旧办公楼出租 村集体仓库租给外地老板
    村集体资产对外租赁合同续签
village asset-buy
    购买一台旋耕机 集体购置铲车 村集体购买商铺80万元 村集体购买挖掘机30万元 购买村集体保洁车
    集体资产购置 购买商业门面做集体资产
village asset-sell
    处置报废的集体设备 出售集体旧厂房 集体资产处置 拟将集体闲置小学校舍出售给个人
village mortgage
    用集体厂房抵押贷款 村集体资产抵押贷款 集体资产抵押 村集体以山林作抵押向银行贷款
village borrow
    向银行贷款50万元建冷库 村集体向个人借款 集体经济组织贷款30万元 村集体向农商行贷款 借款
village invest
    集体出资入股某农业公司 集体经济组织与企业合资办民宿 成立劳务公司 集体资金投资光伏项目
    设立村集体公司 村集体投资入股乡村旅游公司 对外投资 村集体经济项目立项
village restructure
    村办企业改制 企业改制
village distribution
    2026年集体收益分配方案 年底分红 村集体经济收益分配方案 收益分配
village derived-money
    用集体收益给60岁以上老人发慰问品 从集体经济收益中列支8万元修路灯 使用集体收益资助困难学生
    从村集体经济所得收益的使用
village collective-spending
    集体经济组织大额开支 大额开支
village collective-budget
    集体经济组织年度财务预算 集体经济组织年度收支决算
village allowance
    确定误工补贴人员和标准 村干部误工补贴标准 村民小组长误工补贴标准 误工补贴
    享受误工补贴的人员及补贴标准 村级公路养护员误工补贴
village cadre-pay
    村干部绩效补贴发放 给村民小组长发补助 干部报酬
village council-pay
    理事长报酬 聘请合作社经理及报酬
village works
    修建三组入户公路 新建文化广场 硬化机耕道 安装太阳能路灯 人居环境整治项目 农村厕所改造
    村卫生室维修 高标准农田建设项目 危桥改造 修建村民活动中心预算12万元 村道绿化养护费用3000元
    水渠维修3000元 3社堰塘维修 公益事业兴办 村委会办公楼装修
village contractor
    村公路硬化工程承包给施工队 路灯工程招标 新建村卫生室项目承包单位 公益事业建设承包方案
    公共工程项目承包 村公益事业的建设承包方案
village fundraising
    一事一议修建水渠 修路筹资筹劳 每户出200元修路 水利设施一事一议筹劳 一事一议
    村公益事业的兴办和筹资筹劳方案
village homestead-plan
    宅基地使用方案 宅基地分配方案
village homestead-one
    张三户宅基地申请
village land-compensation
    征地补偿费分配方案 土地补偿费怎么分 三组征地款分配 使用征地补偿款 土地补偿费分配方案
    征地补偿分配 征地补偿费的使用、分配方案 组集体林地补偿款分配
village land-taking
    征地补偿安置方案公告 集体土地被征收
village dibao
    低保对象评议 确定低保户名单 低保
community dibao
    低保申请民主评议
village assistance-list
    特困供养人员认定 给王家临时救助 危房改造对象评定 农村危房改造名单 特困人员供养申请评议
    村民王五申请临时救助1200元
village relief
    救灾物资发放方案 洪灾救济款分配 救灾款物发放
village donation
    企业捐赠款使用
village subsidy
    耕地地力保护补贴名单 退耕还林补助发放 计划生育奖励扶助对象 残疾人护理补贴名单
village key-help
    重点帮扶对象名单 防返贫监测户帮扶方案 帮扶名单
village membership
    集体经济组织成员身份确认 外嫁女成员资格认定 集体经济组织成员资格认定
    成员资格确认（新生儿、嫁入） 出嫁女成员身份认定 成员确认
village shares
    经营性资产收益权量化到人 村集体资产股份量化方案 股份量化 集体经营性财产收益权量化方案
village benefit
    非成员享受集体分红
village collective-charter
    修改集体经济组织章程 集体经济组织章程修改
village merger
    两个村集体经济组织合并 集体经济组织与邻村合并
village council-election
    选举理事会 选举村集体经济组织理事长 集体经济组织换届
village collective-rules
    制定集体资产管理制度
community facility
    社区活动室对外出租 社区用房使用管理办法 社区停车场收费 社区公共设施出租
    社区综合服务设施对外开放收费 社区设施使用
community party-fund
    党组织服务群众专项经费项目 社区党组织服务群众专项经费使用方案 党组织服务群众经费
community service
    老年助餐服务项目 社区老年食堂项目 社区服务项目
community raising
    居民自愿筹资改造楼道 社区一事一议筹资安装健身器材 社区自筹资金 社区慈善募捐款使用
community owners
    小区物业费调整 选聘物业公司 使用小区维修资金 业主共有部分改造 小区更换物业服务企业
    业主更换物业公司 小区停车位划线收费 动用住宅专项维修资金修电梯 小区公共收益分配
    业主委员会换届 物业服务合同续签
community owners-major
    小区外墙广告位出租 小区加装电梯 楼栋加装电梯 小区业主共有部分广告收益分配 老旧小区加装电梯
village guarantee
    村委会为企业贷款提供担保 用集体资产为他人抵押 为村办企业贷款担保 村集体给养殖大户担保贷款
    以集体厂房为企业贷款抵押 村委会为村民贷款出具担保书 为村办企业向银行担保
community guarantee
    居委会给公司作担保
village election
    村委会换届选举 推选村务监督委员会成员 罢免村委会主任 村民代表补选 村务监督委员会推选
village party
    发展党员
village dispute
    张三李四邻里纠纷
village appraise
    民主评议村干部
village routine
    购买办公用品 交电话费 购买办公桌椅2000元
village event
    重阳节慰问活动
community event
    包粽子活动
village undo-decision
    撤销去年关于发包的决议
community works
    修建社区文化活动室 垃圾分类亭建设 社区养老服务中心建设 社区便民服务中心装修 社区道路硬化工程
    社区居民议事厅改造
community
    老旧小区改造 慰问老党员 社区广告位出租 社区公共收益使用 居民代表会议议事规则 社区公益金使用
    社区发放抗疫物资 社区公益微创投项目 社区志愿服务积分兑换办法
community cadre-pay
    社区工作者工资 社区工作人员绩效
community year-report
    居委会年度工作报告
community plan
    社区发展规划 社区建设规划
community election
    居民小组长推选 社区换届选举 居委会成员罢免
community undo-decision
    撤销居民代表会议关于停车收费的决议
community land-compensation
    社区征地补偿费分配
community asset-lease
    集体商铺招租
community membership
    社区集体经济组织成员确认
community asset-sell
    撤村建居后集体资产处置
community land-lease
    涉农社区集体土地发包
"""


def read(text: str) -> Iterator[tuple[str, str, str]]:
    kind = row = ""
    for line in text.strip().splitlines():
        if not line.startswith(" "):
            kind, _, row = line.partition(" ")
            continue
        yield from ((kind, row, title) for title in line.split())


EACH = [pytest.param(*each, id=f"{each[0][0]}-{each[2]}") for each in read(TITLES)]


@pytest.mark.parametrize(("kind", "row", "title"), EACH)
def test_a_title_is_known_or_asked_about(kind: str, row: str, title: str) -> None:
    found = find(law(kind, FIRST_2026), title)
    assert ([one.id for one in found.rows] if found.sure else []) == ([row] if row else [])


def test_every_row_but_the_last_resort_is_met_by_some_title() -> None:
    met = {row for _, row, _ in read(TITLES)}
    known = {row.id for kind in (V, C) for row in matters(law(kind, FIRST_2026))}
    assert known - met == {"other"}
    assert met - known == {""}


def test_the_thirteen_classes_are_told_with_their_content() -> None:
    codes = [one.id for one in classes(law(C, FIRST_2026))]
    assert codes == [f"M{number:02}" for number in range(1, 14)]
    assert all(one.name and one.content and one.unsure for one in classes(law(V, FIRST_2026)))
